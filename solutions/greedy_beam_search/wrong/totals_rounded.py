"""
verdict = "WA"
caught_by = ["small_differences"]
en = "Totals are rounded before they are compared, so hypotheses that differ a little are taken for equal."
zh = "比较之前先对总和取整，于是相差很小的假设被当成相等的。"
"""

import math


def greedy_search(next_log_probs, end, max_length):
    tokens = []
    while len(tokens) < max_length and tokens[-1:] != [end]:
        log_probs = next_log_probs(tuple(tokens))
        tokens.append(log_probs.index(max(log_probs)))  # the first of equals
    return tokens


def best_first(hypotheses):
    return sorted(hypotheses, key=lambda hypothesis: (-round(hypothesis[1], 9), hypothesis[0]))


def beam_search(next_log_probs, end, max_length, width, alpha):
    beam, finished = [((), 0.0)], []
    for _ in range(max_length):
        extended = [
            ((*tokens, token), total + log_prob)
            for tokens, total in beam
            for token, log_prob in enumerate(next_log_probs(tokens))
            if log_prob > -math.inf
        ]
        kept = best_first(extended)[:width]
        finished += [(tokens, total) for tokens, total in kept if tokens[-1] == end]
        beam = [(tokens, total) for tokens, total in kept if tokens[-1] != end]
    return best_first((tokens, total / len(tokens) ** alpha) for tokens, total in finished + beam)[:width]
