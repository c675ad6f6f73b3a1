"""
verdict = "WA"
caught_by = ["example", "greedy_end", "ends_at_once"]
en = "Greedy search stops before it appends the end token. The end token belongs to the result."
zh = "贪心搜索在追加结束 token 之前就停止了。结束 token 属于结果。"
"""

import math


def greedy_search(next_log_probs, end, max_length):
    tokens = []
    while len(tokens) < max_length:
        log_probs = next_log_probs(tuple(tokens))
        best = max(range(len(log_probs)), key=lambda token: log_probs[token])
        if best == end:
            break
        tokens.append(best)
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
    results.sort(key=rank)
    return results[:width]
