"""
verdict = "WA"
caught_by = ["example", "trigram"]
en = "A context of fewer than n - 1 tokens is looked up without <s>, and never found."
zh = "上下文不足 n - 1 个时没有用 <s> 补齐，因此查不到。"
"""

from collections import Counter
from math import exp, inf, log


class NgramModel:
    def __init__(self, n, k=0.0):
        self._n, self._k = n, k

    def fit(self, sentences):
        self._vocabulary = {"</s>", "<unk>"}.union(*sentences)
        self._pairs, self._contexts = Counter(), Counter()
        for sentence in sentences:
            for context, token in self._predictions(sentence):
                self._pairs[context, token] += 1
                self._contexts[context] += 1

    def prob(self, token, context):
        known = tuple(self._known(one) for one in context)
        return self._smoothed(known[len(known) - self._n + 1 :] if len(known) >= self._n else known, self._known(token))

    def perplexity(self, sentences):
        probs = [self._smoothed(*each) for sentence in sentences for each in self._predictions(sentence)]
        if 0 in probs:
            return inf
        return exp(-sum(map(log, probs)) / len(probs))

    def _smoothed(self, context, token):
        total = self._contexts[context] + self._k * len(self._vocabulary)
        return (self._pairs[context, token] + self._k) / total if total else 0.0

    def _known(self, token):
        return token if token in self._vocabulary else "<unk>"

    def _predictions(self, sentence):
        """Each context of the sentence, with the token that follows."""
        before = self._n - 1
        tokens = ["<s>"] * before + [self._known(token) for token in sentence] + ["</s>"]
        for i in range(before, len(tokens)):
            yield tuple(tokens[i - before : i]), tokens[i]
