"""Counts in nested dicts: a context is a path."""

import math


class NgramModel:
    def __init__(self, n, k=0.0):
        self.n = n
        self.k = k
        self.root = {}
        self.words = set()

    def fit(self, sentences):
        self.root = {}
        self.words = {word for sentence in sentences for word in sentence}
        for sentence in sentences:
            marked = ["<s>"] * (self.n - 1) + list(sentence) + ["</s>"]
            for start in range(len(sentence) + 1):
                node = self.root
                for word in marked[start : start + self.n - 1]:
                    node = node.setdefault(word, {})
                last = marked[start + self.n - 1]
                node[last] = node.get(last, 0) + 1

    def prob(self, token, context):
        size = len(self.words) + 2
        node = self.root
        marked = ["<s>"] * (self.n - 1) + [w if w in self.words else "<unk>" for w in context]
        for word in marked[len(context) :]:
            node = node.get(word, {})
        if token not in self.words and token != "</s>":
            token = "<unk>"
        below = sum(node.values()) + self.k * size
        if below == 0:
            return 0.0
        return (node.get(token, 0) + self.k) / below

    def perplexity(self, sentences):
        total, number = 0.0, 0
        for sentence in sentences:
            words = list(sentence)
            for i in range(len(words) + 1):
                p = self.prob(words[i] if i < len(words) else "</s>", words[:i])
                total += math.log2(p) if p > 0 else -math.inf
                number += 1
        return 2 ** (-total / number)
