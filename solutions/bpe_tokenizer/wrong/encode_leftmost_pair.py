"""
verdict = "WA"
caught_by = ["order"]
en = "encode merges the leftmost pair that it knows. The merge that was learned first goes first, wherever its pair stands."
zh = "encode 合并最左边的已知对。应当先应用最早学到的合并，无论它那一对在什么位置。"
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
    new = {pair: 256 + i for i, pair in enumerate(merges)}
    ids = list(text.encode("utf-8"))
    i = 0
    while i + 1 < len(ids):
        if (ids[i], ids[i + 1]) in new:
            ids[i : i + 2] = [new[ids[i], ids[i + 1]]]
            i = 0
        else:
            i += 1
    return ids


def decode(ids, merges):
    vocab = {i: bytes([i]) for i in range(256)}
    for i, (left, right) in enumerate(merges):
        vocab[256 + i] = vocab[left] + vocab[right]
    return b"".join(vocab[i] for i in ids).decode("utf-8", errors="replace")
