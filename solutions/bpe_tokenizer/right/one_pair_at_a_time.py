import re


class Tokenizer:
    """Merges are kept in a dictionary; encoding joins the one pair of lowest rank, the leftmost first."""

    def __init__(self, merges):
        self.new = {tuple(pair): 256 + i for i, pair in enumerate(merges)}
        self.spelled = {i: bytes((i,)) for i in range(256)}
        for (left, right), token in self.new.items():
            self.spelled[token] = self.spelled[left] + self.spelled[right]

    def encode(self, text):
        return [token for piece in pieces(text) for token in self.join(list(piece))]

    def join(self, ids):
        while len(ids) > 1:
            ranked = [(self.new.get((ids[i], ids[i + 1]), float("inf")), i) for i in range(len(ids) - 1)]
            token, i = min(ranked)
            if token == float("inf"):
                break
            ids[i : i + 2] = [token]
        return ids

    def decode(self, ids):
        return b"".join(map(self.spelled.__getitem__, ids)).decode("utf-8", errors="replace")


def pieces(text):
    return [piece for piece in re.split(rb"(?= )", text.encode("utf-8")) if piece]


def train(text, vocab_size):
    merges, corpus = [], [list(piece) for piece in pieces(text)]
    while len(merges) + 256 < vocab_size:
        counts = {}
        for piece in corpus:
            for i in range(1, len(piece)):
                key = (piece[i - 1], piece[i])
                counts[key] = counts.get(key, 0) + 1
        best = None
        for key in counts:
            if best is None or counts[key] > counts[best] or (counts[key] == counts[best] and key < best):
                best = key
        if best is None or counts[best] == 1:
            break
        for piece in corpus:
            i = 0
            while i + 1 < len(piece):
                if (piece[i], piece[i + 1]) == best:
                    piece[i : i + 2] = [256 + len(merges)]
                i += 1
        merges.append(best)
    return merges


def encode(text, merges):
    return Tokenizer(merges).encode(text)


def decode(ids, merges):
    return Tokenizer(merges).decode(ids)
