"""
verdict = "WA"
diagnosis = ""
says = []
"""

import numpy as np


class _Base:
    def __init__(self, lr, betas, eps, weight_decay):
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.t = 0
        self.m = self.v = None

    def direction(self, grads):
        b1, b2 = self.betas
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in grads]
            self.v = [np.zeros_like(g) for g in grads]
        self.m = [b1 * m + (1 - b1) * g for m, g in zip(self.m, grads)]
        self.v = [b2 * v + (1 - b2) * g * g for v, g in zip(self.v, grads)]
        c = np.sqrt(1 - b2**self.t)
        return [(m / (1 - b1**self.t)) / (np.sqrt(v) / c + self.eps) for m, v in zip(self.m, self.v)]


class Adam(_Base):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        super().__init__(lr, betas, eps, weight_decay)

    def step(self, params, grads):
        grads = [g + self.weight_decay * p for p, g in zip(params, grads)]
        return [p - self.lr * d for p, d in zip(params, self.direction(grads))]


class AdamW(_Base):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps, weight_decay)

    def step(self, params, grads):
        return [p - self.lr * d - self.lr * self.weight_decay * p for p, d in zip(params, self.direction(grads))]
