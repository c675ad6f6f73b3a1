"""
verdict = "WA"
caught_by = ["order"]
en = "encode takes the longest known token from the left. The merges must be applied in the order in which they were learned."
zh = "encode 从左边起每次取最长的已知 token。应当按学到的先后应用各个合并。"
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
    vocab = {bytes([i]): i for i in range(256)}
    spelled = [bytes([i]) for i in range(256)]
    for left, right in merges:
        spelled.append(spelled[left] + spelled[right])
        vocab.setdefault(spelled[-1], len(spelled) - 1)
    longest = max(map(len, spelled))
    data, ids, start = text.encode("utf-8"), [], 0
    while start < len(data):
        end = min(start + longest, len(data))
        while data[start:end] not in vocab:
            end -= 1
        ids.append(vocab[data[start:end]])
        start = end
    return ids


def decode(ids, merges):
    vocab = {i: bytes([i]) for i in range(256)}
    for i, (left, right) in enumerate(merges):
        vocab[256 + i] = vocab[left] + vocab[right]
    return b"".join(vocab[i] for i in ids).decode("utf-8", errors="replace")
