"""
verdict = "WA"
caught_by = ["to_the_end", "order"]
en = "Encoding stops at the first merge whose pair is not in the text. Later ones may be there."
zh = "编码时遇到第一个在文本中找不到的对就停止，可是后面的合并可能用得上。"
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
        merged = merge(ids, pair, 256 + i)
        if len(merged) == len(ids):
            break
        ids = merged
    return ids


def decode(ids, merges):
    tokens = [bytes([byte]) for byte in range(256)]
    for left, right in merges:
        tokens.append(tokens[left] + tokens[right])
    return b"".join(tokens[i] for i in ids).decode(errors="replace")
