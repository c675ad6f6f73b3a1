"""
verdict = "WA"
caught_by = ["example", "steps", "defaults", "positional"]
en = "AdaDelta's eps stands below the line only: it never moves at all."
zh = "AdaDelta 的 eps 只出现在分母：它永远不会移动。"
"""

import numpy as np


class Adagrad:
    def __init__(self, lr=1e-2, eps=1e-10):
        self.lr, self.eps = lr, eps
        self.sums = None

    def step(self, params, grads):
        if self.sums is None:
            self.sums = [np.zeros_like(p) for p in params]
        self.sums = [s + g**2 for s, g in zip(self.sums, grads)]
        return [p - self.lr * g / (np.sqrt(s) + self.eps) for p, g, s in zip(params, grads, self.sums)]


class RMSProp:
    def __init__(self, lr=1e-2, alpha=0.99, eps=1e-8):
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.means = None

    def step(self, params, grads):
        if self.means is None:
            self.means = [np.zeros_like(p) for p in params]
        self.means = [self.alpha * v + (1 - self.alpha) * g**2 for v, g in zip(self.means, grads)]
        return [p - self.lr * g / (np.sqrt(v) + self.eps) for p, g, v in zip(params, grads, self.means)]


class AdaDelta:
    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        self.lr, self.rho, self.eps = lr, rho, eps
        self.v = self.u = None

    def step(self, params, grads):
        if self.v is None:
            self.v, self.u = ([np.zeros_like(p) for p in params] for _ in range(2))
        return [p - self.lr * self.moved(i, g) for i, (p, g) in enumerate(zip(params, grads))]

    def moved(self, i, g):
        self.v[i] = self.rho * self.v[i] + (1 - self.rho) * g**2
        d = np.sqrt(self.u[i]) / np.sqrt(self.v[i] + self.eps) * g
        self.u[i] = self.rho * self.u[i] + (1 - self.rho) * d**2
        return d
