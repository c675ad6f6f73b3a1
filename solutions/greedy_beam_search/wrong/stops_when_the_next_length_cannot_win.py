"""
verdict = "WA"
caught_by = ["late_winner"]
en = "The search stops when the best total of the beam, divided by the next length, is worse than all kept results. At a still greater length it may win all the same."
zh = "束中最好的总和除以下一步的长度后，若仍不如已有的结果，就停止搜索。可是再长一些时它仍可能胜出。"
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
        if len(finished) >= width and beam:
            worst = sorted(total / len(tokens) ** alpha for tokens, total in finished)[-width]
            tokens, total = beam[0]
            if total / (len(tokens) + 1) ** alpha < worst:
                break
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
