"""
verdict = "RTE"
caught_by = ["example", "nested"]
en = "A merged token is taken apart once only. Its parts may be merged tokens themselves."
zh = "合并出的 token 只拆开了一层。拆出来的部分本身也可能是合并出的 token。"
"""

import re


def cut(text):
    return re.findall(r" [^ ]*|[^ ]+", text)


def merge(ids, pair, new):
    out = []
    i = 0
    while i < len(ids):
        if i + 1 < len(ids) and (ids[i], ids[i + 1]) == pair:
            out.append(new)
            i += 2
        else:
            out.append(ids[i])
            i += 1
    return out


def count_pairs(pieces):
    counts = {}
    for piece in pieces:
        for pair in zip(piece, piece[1:]):
            counts[pair] = counts.get(pair, 0) + 1
    return counts


def train(text, vocab_size):
    pieces = [list(piece.encode("utf-8")) for piece in cut(text)]
    merges = []
    while 256 + len(merges) < vocab_size:
        counts = count_pairs(pieces)
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        if counts[best] < 2:
            break
        pieces = [merge(piece, best, 256 + len(merges)) for piece in pieces]
        merges.append(best)
    return merges


def encode(text, merges):
    ids = list(text.encode("utf-8"))
    for i, pair in enumerate(merges):
        ids = merge(ids, pair, 256 + i)
    return ids


def decode(ids, merges):
    data = []
    for token in ids:
        if token < 256:
            data.append(token)
        else:
            data.extend(merges[token - 256])
    return bytes(data).decode("utf-8", errors="replace")
