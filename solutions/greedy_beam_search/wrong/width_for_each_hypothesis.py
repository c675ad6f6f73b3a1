"""
verdict = "WA"
caught_by = ["dropped"]
en = "Each hypothesis keeps its own `width` best extensions, so the beam grows with every step."
zh = "每个假设都各自保留 `width` 个最好的扩展，于是束每一步都在变大。"
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
            own = []
            for token, log_prob in enumerate(next_log_probs(tokens)):
                if log_prob > -math.inf:
                    own.append((tokens + (token,), total + log_prob))
            candidates += sorted(own, key=rank)[:width]
        candidates.sort(key=rank)
        beam = []
        for tokens, total in candidates:
            if tokens[-1] == end:
                finished.append((tokens, total))
            else:
                beam.append((tokens, total))
        if not beam:
            break
    results = [(tokens, total / len(tokens) ** alpha) for tokens, total in finished + beam]
    results.sort(key=rank)
    return results[:width]
