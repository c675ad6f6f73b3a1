"""
verdict = "RTE"
caught_by = ["improbable"]
en = "Probabilities are multiplied, and the logarithm is taken at the end. Long texts have a probability that is 0 in floating point."
zh = "先把概率连乘，最后再取对数。长文本的概率在浮点数中会变成 0。"
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
    beam = [((), 1.0)]
    finished = []
    for _ in range(max_length):
        candidates = []
        for tokens, total in beam:
            for token, log_prob in enumerate(next_log_probs(tokens)):
                if log_prob > -math.inf:
                    candidates.append((tokens + (token,), total * math.exp(log_prob)))
        candidates.sort(key=rank)
        beam = []
        for tokens, total in candidates[:width]:
            if tokens[-1] == end:
                finished.append((tokens, total))
            else:
                beam.append((tokens, total))
        if not beam:
            break
    results = [(tokens, math.log(total) / len(tokens) ** alpha) for tokens, total in finished + beam]
    results.sort(key=rank)
    return results[:width]
