"""
verdict = "WA"
caught_by = ["invalid_bytes"]
en = "The bytes go through a streaming decoder that waits for the rest of a character: one that is cut off at the end is left out, not replaced."
zh = "字节经过流式解码器，它会等待字符的剩余部分：末尾被截断的字符被丢掉了，而没有替换成 U+FFFD。"
"""

import codecs
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


def decode(ids, merges):
    tokens = [bytes([byte]) for byte in range(256)]
    for left, right in merges:
        tokens.append(tokens[left] + tokens[right])
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    return "".join(decoder.decode(tokens[i]) for i in ids)
