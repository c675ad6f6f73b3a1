"""
verdict = "WA"
caught_by = ["dropped"]
en = "Every extension that ends counts as finished, even where it is not among the `width` best of its step."
zh = "每个以结束符结尾的扩展都算作完成，即使它不在该步最好的 `width` 个之中。"
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
    finished = []
    for _ in range(max_length):
        candidates = []
        for tokens, total in beam:
            for token, log_prob in enumerate(next_log_probs(tokens)):
                if token == end and log_prob > -math.inf:
                    finished.append((tokens + (token,), total + log_prob))
                elif log_prob > -math.inf:
                    candidates.append((tokens + (token,), total + log_prob))
        candidates.sort(key=rank)
        beam = candidates[:width]
        if not beam:
            break
    results = [(tokens, total / len(tokens) ** alpha) for tokens, total in finished + beam]
    results.sort(key=rank)
    return results[:width]
