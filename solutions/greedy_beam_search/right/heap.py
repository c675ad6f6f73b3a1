from heapq import nlargest
from math import inf


class Hypothesis:
    """A token and the hypothesis before it: nothing is copied until the end."""

    def __init__(self, before=None, token=None, total=0.0):
        self.before, self.token, self.total = before, token, total

    def tokens(self):
        out, node = [], self
        while node.before is not None:
            out.append(node.token)
            node = node.before
        return tuple(reversed(out))


def greedy_search(next_log_probs, end, max_length):
    def go_on(prefix):
        if len(prefix) == max_length or (prefix and prefix[-1] == end):
            return prefix
        best = max(enumerate(next_log_probs(prefix)), key=lambda pair: pair[1])[0]
        return go_on((*prefix, best))

    return list(go_on(()))


def beam_search(next_log_probs, end, max_length, width, alpha):
    beam, candidates = [Hypothesis()], []
    for length in range(1, max_length + 1):
        extensions = []
        for parent in beam:
            for token, log_prob in enumerate(next_log_probs(parent.tokens())):
                if log_prob != -inf:
                    extensions.append(Hypothesis(parent, token, parent.total + log_prob))
        kept = nlargest(width, extensions, key=lambda one: (one.total, [-token for token in one.tokens()]))
        beam = []
        for one in kept:
            if one.token == end:
                candidates.append((one.tokens(), one.total / length**alpha))
            else:
                beam.append(one)
        if not beam:
            break
    candidates += [(one.tokens(), one.total / max_length**alpha) for one in beam]
    # The larger score first; among equals the smaller tuple: two stable sorts.
    candidates.sort(key=lambda pair: pair[0])
    candidates.sort(key=lambda pair: pair[1], reverse=True)
    return candidates[:width]
