"""
verdict = "WA"
caught_by = ["example", "alpha", "mean", "wide"]
en = "The divisor is ((5 + length) / 6)^alpha, as some systems have it. Here it is length^alpha."
zh = "除数用了 ((5 + 长度) / 6)^alpha，有些系统如此；本题是 长度^alpha。"
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
                if log_prob > -math.inf:
                    candidates.append((tokens + (token,), total + log_prob))
        candidates.sort(key=rank)
        beam = []
        for tokens, total in candidates[:width]:
            if tokens[-1] == end:
                finished.append((tokens, total))
            else:
                beam.append((tokens, total))
        if not beam:
            break
    results = [(tokens, total / ((5 + len(tokens)) / 6) ** alpha) for tokens, total in finished + beam]
    results.sort(key=rank)
    return results[:width]
