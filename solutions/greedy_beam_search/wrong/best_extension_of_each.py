"""
verdict = "WA"
caught_by = ["wide", "example", "finished_leaves"]
en = "Each hypothesis is extended by its own best token only, so the beam never holds more than one."
zh = "每个假设只用它自己最好的 token 扩展，于是束中始终只有一个假设。"
"""

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
        for tokens, total in beam:
            log_probs = next_log_probs(tokens)
            token = max(range(len(log_probs)), key=lambda token: log_probs[token])
            candidates.append((tokens + (token,), total + log_probs[token]))
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
