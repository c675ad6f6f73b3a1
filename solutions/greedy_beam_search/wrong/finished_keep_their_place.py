"""
verdict = "WA"
caught_by = ["finished_leaves", "many_finished"]
en = "Finished hypotheses stay in the beam and compete with the extensions for the `width` places. They must leave it."
zh = "已完成的假设留在束中，与新的扩展争夺 `width` 个位置。它们应当离开束。"
"""

import math


def greedy_search(next_log_probs, end, max_length):
    tokens = []
    while len(tokens) < max_length:
        log_probs = next_log_probs(tuple(tokens))
        best = max(range(len(log_probs)), key=lambda token: log_probs[token])
        tokens.append(best)
        if best == end:
            break
    return tokens


def rank(hypothesis):
    tokens, value = hypothesis
    return -value, tokens


def beam_search(next_log_probs, end, max_length, width, alpha):
    beam = [((), 0.0)]
    for _ in range(max_length):
        candidates = []
        for tokens, total in beam:
            if tokens[-1:] == (end,):
                candidates.append((tokens, total))
                continue
            for token, log_prob in enumerate(next_log_probs(tokens)):
                if log_prob > -math.inf:
                    candidates.append((tokens + (token,), total + log_prob))
        candidates.sort(key=rank)
        beam = candidates[:width]
    results = [(tokens, total / len(tokens) ** alpha) for tokens, total in beam]
    results.sort(key=rank)
    return results[:width]
