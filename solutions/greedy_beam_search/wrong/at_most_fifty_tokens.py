"""
verdict = "WA"
caught_by = ["long"]
en = "A text is cut at 50 tokens, whatever max_length says."
zh = "无论 max_length 是多少，文本都在 50 个 token 处截断。"
"""

import math


def greedy_search(next_log_probs, end, max_length):
    tokens, max_length = [], min(max_length, 50)
    while len(tokens) < max_length and tokens[-1:] != [end]:
        log_probs = next_log_probs(tuple(tokens))
        tokens.append(log_probs.index(max(log_probs)))  # the first of equals
    return tokens


def best_first(hypotheses):
    return sorted(hypotheses, key=lambda hypothesis: (-hypothesis[1], hypothesis[0]))


def beam_search(next_log_probs, end, max_length, width, alpha):
    beam, finished, max_length = [((), 0.0)], [], min(max_length, 50)
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
