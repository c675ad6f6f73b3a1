"""
verdict = "WA"
caught_by = ["large_counts"]
en = "Counts are kept in one byte and stop at 255, so more frequent pairs look alike."
zh = "次数只用一个字节保存，到 255 为止，更频繁的对看起来就一样了。"
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
        best = min(counts, key=lambda pair: (-min(counts[pair], 255), pair), default=None)
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


def decode(ids, merges):
    tokens = [bytes([byte]) for byte in range(256)]
    for left, right in merges:
        tokens.append(tokens[left] + tokens[right])
    return b"".join(tokens[i] for i in ids).decode(errors="replace")
