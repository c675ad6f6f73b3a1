# A text in which every character stands for one token: str.replace is a merge, from left to right.
BASE = 0xF0000  # a plane for private use, where tokens cannot meet a character that means something


def as_tokens(text):
    return "".join(chr(BASE + byte) for byte in text.encode("utf-8"))


def train(text, vocab_size):
    begins_a_piece = {BASE + 32}
    stream = as_tokens(text)
    merges = []
    while 256 + len(merges) < vocab_size:
        counts = {}
        for left, right in zip(map(ord, stream), map(ord, stream[1:])):
            if right not in begins_a_piece:
                pair = (left - BASE, right - BASE)
                counts[pair] = counts.get(pair, 0) + 1
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or ranked[0][1] < 2:
            return merges
        left, right = ranked[0][0]
        new = BASE + 256 + len(merges)
        stream = stream.replace(chr(BASE + left) + chr(BASE + right), chr(new))
        if BASE + left in begins_a_piece:
            begins_a_piece.add(new)
        merges.append((left, right))
    return merges


def encode(text, merges):
    stream = as_tokens(text)
    for new, (left, right) in enumerate(merges, start=256):
        stream = stream.replace(chr(BASE + left) + chr(BASE + right), chr(BASE + new))
    return [ord(character) - BASE for character in stream]


def decode(ids, merges):
    ids = list(ids)
    for new in reversed(range(256, 256 + len(merges))):
        ids = [part for token in ids for part in (merges[new - 256] if token == new else (token,))]
    return bytes(ids).decode("utf-8", "replace")
