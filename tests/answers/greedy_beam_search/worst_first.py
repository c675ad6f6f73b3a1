"""
verdict = "WA"
says = [
    "The length is not the expected one.",
    "First [0, 0] expected (2, 0) length 2 yours (1, 2, 0) length 3",
]
"""

import math

def greedy_search(next_log_probs, end, max_length):
    tokens = []
    while len(tokens) < max_length:
        p = next_log_probs(tuple(tokens))
        best = max(range(len(p)), key=lambda i: (p[i], -i))
        tokens.append(best)
        if best == end:
            break
    return tokens

def beam_search(next_log_probs, end, max_length, width, alpha):
    beam, done = [((), 0.0)], []
    for _ in range(max_length):
        grown = []
        for seq, total in beam:
            for i, lp in enumerate(next_log_probs(seq)):
                if lp > -math.inf:
                    grown.append((seq + (i,), total + lp))
        grown.sort(key=lambda c: (-c[1], c[0]))
        beam = []
        for seq, total in grown[:width]:
            (done if seq[-1] == end else beam).append((seq, total))
        if not beam:
            break
    scored = [(s, t / len(s) ** alpha) for s, t in done + beam]
    scored.sort(key=lambda c: (-c[1], c[0]))
    return sorted([(s, v) for s, v in scored[:width]], key=lambda c: c[1])
