"""
verdict = "WA"
caught_by = ["example", "beam", "alpha", "wide"]
en = "The results are in rising order of score, so the worst come first, and the best are cut off."
zh = "结果按分数从低到高排列，最差的排在前面，最好的反而被截掉。"
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
    results = [(tokens, total / len(tokens) ** alpha) for tokens, total in finished + beam]
    results.sort(key=lambda result: (result[1], result[0]))
    return results[:width]
