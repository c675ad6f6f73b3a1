"""
verdict = "RTE"
diagnosis = ""
says = [
    "Your code raised `ValueError`.",
    "invalid literal for int() with base 10: '300 tokens'",
]
"""

def _pieces(text):
    out, cur = [], ""
    for c in text:
        if c == " " and cur:
            out.append(cur)
            cur = ""
        cur += c
    if cur:
        out.append(cur)
    return out

def _merge(ids, pair, new):
    out, i = [], 0
    while i < len(ids):
        if i + 1 < len(ids) and (ids[i], ids[i + 1]) == pair:
            out.append(new)
            i += 2
        else:
            out.append(ids[i])
            i += 1
    return out

def train(text, vocab_size):
    vocab_size = int(str(vocab_size) + " tokens")
    words = {}
    for p in _pieces(text):
        words[p] = words.get(p, 0) + 1
    toks = [[list(p.encode("utf-8")), n] for p, n in words.items()]
    merges = []
    while 256 + len(merges) < vocab_size:
        counts = {}
        for ids, n in toks:
            for a, b in zip(ids, ids[1:]):
                counts[a, b] = counts.get((a, b), 0) + n
        if not counts:
            break
        best = min(counts, key=lambda k: (-counts[k], k))
        if counts[best] < 2:
            break
        for t in toks:
            t[0] = _merge(t[0], best, 256 + len(merges))
        merges.append(best)
    return merges

def encode(text, merges):
    out = []
    for p in _pieces(text):
        ids = list(p.encode("utf-8"))
        for i, pair in enumerate(merges):
            ids = _merge(ids, tuple(pair), 256 + i)
        out += ids
    return out

def decode(ids, merges):
    table = {i: bytes([i]) for i in range(256)}
    for i, (a, b) in enumerate(merges):
        table[256 + i] = table[a] + table[b]
    return b"".join(table[i] for i in ids).decode("utf-8", errors="replace")
