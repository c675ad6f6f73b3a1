"""
verdict = "WA"
caught_by = ["overlapping"]
en = "Pairs that overlap are counted once: the count skips a token after each equal pair. In three equal letters the pair occurs twice."
zh = "重叠的对只计了一次：统计到一对相同的 token 之后多跳过了一个。三个相同的字母中，这一对出现两次。"
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
        last = None
        for i, pair in enumerate(zip(piece, piece[1:])):
            if pair[0] == pair[1] and last == (i - 1, pair):
                continue
            counts[pair] = counts.get(pair, 0) + 1
            last = (i, pair)
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
    vocab = {i: bytes([i]) for i in range(256)}
    for i, (left, right) in enumerate(merges):
        vocab[256 + i] = vocab[left] + vocab[right]
    return b"".join(vocab[i] for i in ids).decode("utf-8", errors="replace")
