"""
verdict = "WA"
caught_by = ["equal_totals", "equal_scores"]
en = "Pairs of value and tokens are sorted in falling order, so the larger tuple wins among equals."
zh = "把（值，token）二元组从大到小排序，于是相等时较大的元组胜出。"
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


def beam_search(next_log_probs, end, max_length, width, alpha):
    beam = [((), 0.0)]
    finished = []
    for _ in range(max_length):
        candidates = []
        for tokens, total in beam:
            for token, log_prob in enumerate(next_log_probs(tokens)):
                if log_prob > -math.inf:
                    candidates.append((tokens + (token,), total + log_prob))
        candidates.sort(key=lambda pair: (pair[1], pair[0]), reverse=True)
        beam = []
        for tokens, total in candidates[:width]:
            if tokens[-1] == end:
                finished.append((tokens, total))
            else:
                beam.append((tokens, total))
        if not beam:
            break
    results = [(tokens, total / len(tokens) ** alpha) for tokens, total in finished + beam]
    results.sort(key=lambda pair: (pair[1], pair[0]), reverse=True)
    return results[:width]
