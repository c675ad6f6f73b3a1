"""
verdict = "WA"
caught_by = ["order"]
en = "encode prefers the merge that was learned last. The one that was learned first goes first."
zh = "encode 优先应用最后学到的合并。应当先应用最早学到的。"
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
    rank = {pair: i for i, pair in enumerate(merges)}
    ids = list(text.encode("utf-8"))
    while True:
        known = [pair for pair in zip(ids, ids[1:]) if pair in rank]
        if not known:
            return ids
        pair = max(known, key=rank.get)
        ids = merge(ids, pair, 256 + rank[pair])


def decode(ids, merges):
    vocab = {i: bytes([i]) for i in range(256)}
    for i, (left, right) in enumerate(merges):
        vocab[256 + i] = vocab[left] + vocab[right]
    return b"".join(vocab[i] for i in ids).decode("utf-8", errors="replace")
