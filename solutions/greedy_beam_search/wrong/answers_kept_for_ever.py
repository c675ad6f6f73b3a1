"""
verdict = "WA"
caught_by = ["two_models", "standard_any_order_of_calls"]
en = "What the model said is kept in a dictionary of the module, by prefix. The next search may have another model."
zh = "把模型的回答按前缀存进了模块级的字典。下一次搜索用的可能是另一个模型。"
"""

import math

answers = {}


def ask(next_log_probs, prefix):
    if prefix not in answers:
        answers[prefix] = next_log_probs(prefix)
    return answers[prefix]


def greedy_search(next_log_probs, end, max_length):
    tokens = []
    while len(tokens) < max_length:
        log_probs = ask(next_log_probs, tuple(tokens))
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
        for tokens, total in beam:
            for token, log_prob in enumerate(ask(next_log_probs, tokens)):
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
