"""
verdict = "WA"
caught_by = ["trigram", "prob"]
en = "All sentences are one long text: contexts reach from one into the next."
zh = "把所有句子连成一个长文本：上下文从一句伸进下一句。"
"""

from collections import Counter
from math import exp, inf, log


class NgramModel:
    def __init__(self, n, k=0.0):
        self._n, self._k = n, k

    def fit(self, sentences):
        self._vocabulary = {"</s>", "<unk>"}.union(*sentences)
        self._pairs, self._contexts = Counter(), Counter()
        joined = ["<s>"] * (self._n - 1)
        for sentence in sentences:
            joined += [*sentence, "</s>"]
        for i in range(self._n - 1, len(joined)):
            context = tuple(joined[i - self._n + 1 : i])
            self._pairs[context, joined[i]] += 1
            self._contexts[context] += 1

    def prob(self, token, context):
        *_, (context, _) = self._predictions(context)
        return self._smoothed(context, self._known(token))

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
