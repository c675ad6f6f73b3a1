import heapq
from collections import Counter, defaultdict


def train(text, vocab_size):
    """Counts are kept up to date: after a merge only the pieces that held the pair are looked at again."""
    pieces = Counter()
    piece = bytearray()
    for byte in text.encode("utf-8"):
        if byte == 0x20 and piece:
            pieces[bytes(piece)] += 1
            piece = bytearray()
        piece.append(byte)
    pieces[bytes(piece)] += 1
    words, times = [list(piece) for piece in pieces], list(pieces.values())

    counts, where = Counter(), defaultdict(set)
    for number, word in enumerate(words):
        for pair in zip(word, word[1:]):
            counts[pair] += times[number]
            where[pair].add(number)
    heap = [(-count, pair) for pair, count in counts.items()]
    heapq.heapify(heap)

    merges = []
    while heap and len(merges) < vocab_size - 256:
        count, pair = heapq.heappop(heap)
        if -count != counts[pair]:
            continue  # out of date
        if -count < 2:
            break
        touched = set()
        for number in where.pop(pair):
            old = words[number]
            new = join(old, pair, 256 + len(merges))
            words[number] = new
            for gone in zip(old, old[1:]):
                counts[gone] -= times[number]
                touched.add(gone)
            for come in zip(new, new[1:]):
                counts[come] += times[number]
                where[come].add(number)
                touched.add(come)
        for changed in touched:
            if counts[changed] > 0:
                heapq.heappush(heap, (-counts[changed], changed))
        merges.append(pair)
    return merges


def join(ids, pair, token):
    out = []
    for right in ids:
        if out and (out[-1], right) == pair:
            out[-1] = token
        else:
            out.append(right)
    return out


def encode(text, merges):
    ids = list(text.encode("utf-8"))
    for token, pair in enumerate(merges, 256):
        ids = join(ids, pair, token)
    return ids


def decode(ids, merges):
    def spell(token):
        return bytes([token]) if token < 256 else b"".join(map(spell, merges[token - 256]))

    return b"".join(map(spell, ids)).decode("utf-8", "replace")
