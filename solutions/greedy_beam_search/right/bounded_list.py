import bisect
import math


class Best:
    """The `size` best of what is put in; a smaller key is better."""

    def __init__(self, size):
        self.size, self.items = size, []

    def put(self, key):
        bisect.insort(self.items, key)
        del self.items[self.size :]


def greedy_search(next_log_probs, end, max_length):
    tokens = ()
    while True:
        log_probs = next_log_probs(tokens)
        best = 0
        for token, log_prob in enumerate(log_probs):
            if log_prob > log_probs[best]:
                best = token
        tokens += (best,)
        if best == end or len(tokens) == max_length:
            return list(tokens)


def beam_search(next_log_probs, end, max_length, width, alpha):
    results = Best(width)
    beam = [(0.0, ())]  # minus the total, tokens
    for length in range(1, max_length + 1):
        # Totals only fall, so a score in the beam can become total / max_length^alpha at best.
        if len(results.items) == width and all(cost / max_length**alpha > results.items[-1][0] for cost, _ in beam):
            break
        step = Best(width)
        for cost, tokens in beam:
            for token, log_prob in enumerate(next_log_probs(tokens)):
                if not math.isinf(log_prob):
                    step.put((cost - log_prob, tokens + (token,)))
        beam = []
        for cost, tokens in step.items:
            if tokens[-1] == end or length == max_length:
                results.put((cost / length**alpha, tokens))
            else:
                beam.append((cost, tokens))
    return [(tokens, -cost) for cost, tokens in results.items]
