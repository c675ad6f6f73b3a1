"""
verdict = "WA"
caught_by = ["certain"]
en = "A log-probability of 0 counts as none, because 0 is false. The one token that is certain is never taken."
zh = "因为 0 为假，对数概率 0 被当成没有。唯一必然的 token 永远不被选取。"
"""

import math


def greedy_search(next_log_probs, end, max_length):
    tokens = []
    while len(tokens) < max_length and tokens[-1:] != [end]:
        log_probs = next_log_probs(tuple(tokens))
        tokens.append(log_probs.index(max(log_probs)))  # the first of equals
    return tokens


def best_first(hypotheses):
    return sorted(hypotheses, key=lambda hypothesis: (-hypothesis[1], hypothesis[0]))


def beam_search(next_log_probs, end, max_length, width, alpha):
    beam, finished = [((), 0.0)], []
    for _ in range(max_length):
        extended = [
            ((*tokens, token), total + log_prob)
            for tokens, total in beam
            for token, log_prob in enumerate(next_log_probs(tokens))
            if log_prob and log_prob > -math.inf
        ]
        kept = best_first(extended)[:width]
        finished += [(tokens, total) for tokens, total in kept if tokens[-1] == end]
        beam = [(tokens, total) for tokens, total in kept if tokens[-1] != end]
    return best_first((tokens, total / len(tokens) ** alpha) for tokens, total in finished + beam)[:width]
