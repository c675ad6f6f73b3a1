import math

import numpy as np


class _Moments:
    def __init__(self):
        self.m, self.v = 0.0, 0.0

    def direction(self, g, t, betas, eps):
        self.m += (1 - betas[0]) * (g - self.m)
        self.v += (1 - betas[1]) * (g * g - self.v)
        return self.m / (1 - betas[0] ** t) / (math.sqrt(self.v / (1 - betas[1] ** t)) + eps)


class _Optimiser:
    def __init__(self, lr, betas, eps, weight_decay):
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.steps = 0
        self.moments = {}

    def step(self, params, grads):
        self.steps += 1
        updated = []
        for number, (p, g) in enumerate(zip(params, grads)):
            new = np.empty_like(p)
            for index in np.ndindex(p.shape):
                moments = self.moments.setdefault((number, index), _Moments())
                new[index] = self.moved(float(p[index]), float(g[index]), moments)
            updated.append(new)
        return updated


class Adam(_Optimiser):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        super().__init__(lr, betas, eps, weight_decay)

    def moved(self, p, g, moments):
        return p - self.lr * moments.direction(g + self.weight_decay * p, self.steps, self.betas, self.eps)


class AdamW(_Optimiser):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps, weight_decay)

    def moved(self, p, g, moments):
        decayed = p * (1 - self.lr * self.weight_decay)
        return decayed - self.lr * moments.direction(g, self.steps, self.betas, self.eps)
