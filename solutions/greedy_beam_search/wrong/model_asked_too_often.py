"""
verdict = "WA"
caught_by = ["questions", "questions_wide"]
en = "The model is asked more often than needed: about the same prefix again (for each token, or from the first token on), or about a prefix that is not extended."
zh = "向模型提问的次数过多：重复询问同一个前缀（为每个 token 各问一次，或每次都从第一个 token 重新问起），或者询问了不再扩展的前缀。"
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
        for tokens, _ in beam:
            for token, log_prob in enumerate(next_log_probs(tokens)):
                if log_prob > -math.inf:
                    again = sum(next_log_probs(tokens[:i])[one] for i, one in enumerate(tokens))
                    candidates.append((tokens + (token,), again + log_prob))
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
