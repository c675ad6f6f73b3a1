"""Nothing is counted before it is asked for: the text is kept as numbers, and scanned."""

from itertools import chain

import numpy as np


class NgramModel:
    def __init__(self, n, k=0.0):
        self.width, self.k = n - 1, float(k)

    def number(self, token):
        return self.numbers.get(token, 1)

    def fit(self, sentences):
        self.numbers = {"</s>": 0, "<unk>": 1}
        for token in chain(*sentences):
            self.numbers.setdefault(token, len(self.numbers))
        rows = [self.row(s[:i], t) for s in sentences for i, t in enumerate(s + ["</s>"])]
        self.rows = np.array(rows)

    def row(self, context, token):
        numbers = [-1] * self.width + [self.number(c) for c in context]
        return [*numbers[len(numbers) - self.width :], self.number(token)]

    def prob(self, token, context):
        *context, last = self.row(context, token)
        there = self.rows[np.all(self.rows[:, :-1] == np.array(context, dtype=int), axis=1), -1]
        below = len(there) + self.k * len(self.numbers)
        return float((np.sum(there == last) + self.k) / below) if below else 0.0

    def perplexity(self, sentences):
        p = np.array([self.prob(t, s[:i]) for s in sentences for i, t in enumerate(s + ["</s>"])])
        with np.errstate(divide="ignore"):
            return float(np.exp(-np.mean(np.log(p))))
