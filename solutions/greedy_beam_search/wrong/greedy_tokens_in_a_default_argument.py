"""
verdict = "WA"
caught_by = ["greedy_end", "standard_any_order_of_calls"]
en = "The list of tokens is a default argument, which is made once for all calls: the next search begins where the last one stopped."
zh = "token 列表写成了默认参数，而默认参数只创建一次、供所有调用共用：下一次搜索会从上一次停下的地方开始。"
"""

import math


def greedy_search(next_log_probs, end, max_length, tokens=[]):
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
            if log_prob > -math.inf
        ]
        kept = best_first(extended)[:width]
        finished += [(tokens, total) for tokens, total in kept if tokens[-1] == end]
        beam = [(tokens, total) for tokens, total in kept if tokens[-1] != end]
    return best_first((tokens, total / len(tokens) ** alpha) for tokens, total in finished + beam)[:width]
