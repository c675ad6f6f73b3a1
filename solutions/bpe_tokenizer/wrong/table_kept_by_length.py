"""
verdict = "WA"
caught_by = ["merges_that_begin_alike"]
en = "The table of tokens is kept for the next call and found by the number of merges and the first of them. Another list that begins alike gets the wrong one."
zh = "token 表留给以后的调用，按合并的个数和第一个合并来查找。开头相同的另一个列表会得到错误的表。"
"""

import re
from collections import Counter
from itertools import pairwise


def merge(ids, pair, new):
    """ids with each occurrence of the pair replaced by the token new, from left to right."""
    out = []
    for token in ids:
        out.append(token)
        if tuple(out[-2:]) == pair:
            out[-2:] = [new]
    return out


def train(text, vocab_size):
    pieces = [piece.encode() for piece in re.findall(" [^ ]*|[^ ]+", text)]
    merges = []
    while 256 + len(merges) < vocab_size:
        counts = Counter(pair for piece in pieces for pair in pairwise(piece))
        best = min(counts, key=lambda pair: (-counts[pair], pair), default=None)
        if counts[best] < 2:  # 0 where there is no pair at all
            break
        pieces = [merge(piece, best, 256 + len(merges)) for piece in pieces]
        merges.append(best)
    return merges


def encode(text, merges):
    # No need to cut: only a piece's first byte is a space, so no pair that was learned reaches across a cut.
    ids = list(text.encode())
    for i, pair in enumerate(merges):
        ids = merge(ids, pair, 256 + i)
    return ids


TABLES = {}


def decode(ids, merges):
    key = (len(merges), *merges[:1])
    if key not in TABLES:
        TABLES[key] = [bytes([byte]) for byte in range(256)]
        for left, right in merges:
            TABLES[key].append(TABLES[key][left] + TABLES[key][right])
    tokens = TABLES[key]
    return b"".join(tokens[i] for i in ids).decode(errors="replace")
