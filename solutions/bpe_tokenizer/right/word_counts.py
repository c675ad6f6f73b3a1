from collections import Counter
from functools import lru_cache


def cut(text):
    first, *others = text.split(" ")
    return ([first] if first else []) + [" " + piece for piece in others]


def replace(ids, left, right, new):
    out, i = [], 0
    while i < len(ids):
        if i < len(ids) - 1 and ids[i] == left and ids[i + 1] == right:
            out.append(new)
            i += 2
        else:
            out.append(ids[i])
            i += 1
    return tuple(out)


def train(text, vocab_size):
    words = Counter(tuple(piece.encode("utf-8")) for piece in cut(text))
    merges = []
    for new in range(256, vocab_size):
        counts = Counter()
        for word, times in words.items():
            for pair in zip(word, word[1:]):
                counts[pair] += times
        if not counts:
            break
        most = max(counts.values())
        if most == 1:
            break
        best = min(pair for pair, count in counts.items() if count == most)
        merges.append(best)
        merged = Counter()
        for word, times in words.items():
            merged[replace(word, *best, new)] += times
        words = merged
    return merges


def encode(text, merges):
    rank = {pair: i for i, pair in enumerate(merges)}

    @lru_cache(maxsize=None)
    def encode_piece(piece):
        ids = tuple(piece.encode("utf-8"))
        while True:
            known = [rank[pair] for pair in zip(ids, ids[1:]) if pair in rank]
            if not known:
                return ids
            ids = replace(ids, *merges[min(known)], 256 + min(known))

    return [token for piece in cut(text) for token in encode_piece(piece)]


def decode(ids, merges):
    out = bytearray()
    for token in ids:
        stack = [token]
        while stack:
            top = stack.pop()
            if top < 256:
                out.append(top)
            else:
                left, right = merges[top - 256]
                stack += [right, left]
    return str(out, "utf-8", "replace")
