"""
verdict = "WA"
caught_by = ["many_ties"]
en = "Each hypothesis puts forward its own `width` best extensions first, and there the larger token wins among equals. What was lost there cannot be chosen any more."
zh = "先为每个假设各选出 `width` 个最好的扩展，而这一步在相等时选了较大的 token；在这里丢掉的，后面就再也选不到了。"
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
            for log_prob, token in sorted((p, i) for i, p in enumerate(next_log_probs(tokens)))[-width:]
            if log_prob > -math.inf
        ]
        kept = best_first(extended)[:width]
        finished += [(tokens, total) for tokens, total in kept if tokens[-1] == end]
        beam = [(tokens, total) for tokens, total in kept if tokens[-1] != end]
    return best_first((tokens, total / len(tokens) ** alpha) for tokens, total in finished + beam)[:width]
