"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "Beam search fills and returns the same list in every call, so the next search overwrites the results of the last one."
zh = "每次束搜索都填写并返回同一个列表，于是后一次搜索覆盖了前一次的结果。"
"""

import math


def greedy_search(next_log_probs, end, max_length):
    tokens = []
    while len(tokens) < max_length and tokens[-1:] != [end]:
        log_probs = next_log_probs(tuple(tokens))
        tokens.append(log_probs.index(max(log_probs)))  # the first of equals
    return tokens


results = []


def best_first(hypotheses):
    return sorted(hypotheses, key=lambda hypothesis: (-hypothesis[1], hypothesis[0]))


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
    results[:] = best_first((tokens, total / len(tokens) ** alpha) for tokens, total in finished + beam)[:width]
    return results
