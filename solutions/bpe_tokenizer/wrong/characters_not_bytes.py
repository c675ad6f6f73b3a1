"""
verdict = "WA"
caught_by = ["bytes", "round_trip", "longer_text", "any_unicode"]
en = "Tokens are code points instead of the bytes of UTF-8. Beyond ASCII they collide with the tokens of the merges."
zh = "token 用的是码点，而不是 UTF-8 的字节。超出 ASCII 的码点会与合并产生的 token 冲突。"
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
    pieces = [[ord(character) for character in piece] for piece in cut(text)]
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
    ids = [ord(character) for character in text]
    for i, pair in enumerate(merges):
        ids = merge(ids, pair, 256 + i)
    return ids


def decode(ids, merges):
    def spell(token):
        if 256 <= token < 256 + len(merges):
            left, right = merges[token - 256]
            return spell(left) + spell(right)
        return chr(token)

    return "".join(spell(token) for token in ids)
