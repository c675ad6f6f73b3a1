"""
verdict = "WA"
caught_by = ["example", "train", "nested"]
en = "The pairs are counted once, and the most frequent ones become the merges. Every merge changes the counts and makes new pairs."
zh = "只在开始时统计一次，就把次数最多的若干对当作合并。其实每次合并都会改变次数，并产生新的对。"
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
    counts = count_pairs([list(piece.encode("utf-8")) for piece in cut(text)])
    frequent = sorted((-count, pair) for pair, count in counts.items() if count >= 2)
    return [pair for _, pair in frequent[: vocab_size - 256]]


def encode(text, merges):
    ids = list(text.encode("utf-8"))
    for i, pair in enumerate(merges):
        ids = merge(ids, pair, 256 + i)
    return ids


def decode(ids, merges):
    vocab = {i: bytes([i]) for i in range(256)}
    for i, (left, right) in enumerate(merges):
        vocab[256 + i] = vocab[left] + vocab[right]
    return b"".join(vocab[i] for i in ids).decode("utf-8", errors="replace")
