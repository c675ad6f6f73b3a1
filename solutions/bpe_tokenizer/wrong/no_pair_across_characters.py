"""
verdict = "WA"
caught_by = ["halves_of_characters"]
en = "Pairs whose right token begins a new character are left out once the left one is the end of a character. Only spaces are cuts."
zh = "左边是某个字符的末尾、右边是新字符的开头时，这样的对没有计数。只有空格处才切开。"
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
        counts = Counter(
            (left, right)
            for piece in pieces
            for left, right in pairwise(piece)
            if not (0x80 <= left < 0xC0 and 0xC0 <= right < 256)
        )
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


def decode(ids, merges):
    tokens = [bytes([byte]) for byte in range(256)]
    for left, right in merges:
        tokens.append(tokens[left] + tokens[right])
    return b"".join(tokens[i] for i in ids).decode(errors="replace")
