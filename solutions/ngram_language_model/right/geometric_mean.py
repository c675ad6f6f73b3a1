"""Exact fractions; the perplexity is a geometric mean, whose exponent is kept apart."""

from collections import defaultdict
from fractions import Fraction
from math import frexp, inf, log


class NgramModel:
    def __init__(self, n, k=0.0):
        self.n, self.k = n, Fraction(k)

    def fit(self, sentences):
        self.followers = defaultdict(lambda: defaultdict(int))
        self.known = set()
        for sentence in sentences:
            self.known.update(sentence)
        for sentence in sentences:
            window = ("<s>",) * (self.n - 1)
            for token in (*sentence, "</s>"):
                self.followers[window][token] += 1
                window = (*window, token)[1:] if self.n > 1 else ()

    def exactly(self, token, context):
        window = ["<s>"] * self.n + [token if token in self.known else None for token in context]
        followers = self.followers.get(tuple(window[len(window) - self.n + 1 :]), {})
        below = sum(followers.values()) + self.k * (len(self.known) + 2)
        return Fraction(followers.get(token, 0) + self.k, below) if below else Fraction(0)

    def prob(self, token, context):
        return float(self.exactly(token, context))

    def perplexity(self, sentences):
        mantissa, exponent, count = 1.0, 0, 0
        for sentence in sentences:
            for i in range(len(sentence) + 1):
                p = self.prob((sentence + ["</s>"])[i], sentence[:i])
                if not p:
                    return inf
                mantissa, more = frexp(mantissa * p)
                exponent, count = exponent + more, count + 1
        return 2 ** (-(exponent + log(mantissa, 2)) / count)
