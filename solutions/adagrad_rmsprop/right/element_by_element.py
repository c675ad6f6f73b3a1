import math

import numpy as np


class _ByNumber:
    """Each number by itself, with Python floats; what is remembered has its place for a key."""

    def __init__(self):
        self.memory = {}

    def step(self, params, grads):
        updated = []
        for number, (p, grad) in enumerate(zip(params, grads)):
            new = np.empty_like(p)
            for index in np.ndindex(p.shape):
                new[index] = float(p[index]) - self.lr * self.direction((number, index), float(grad[index]))
            updated.append(new)
        return updated


class Adagrad(_ByNumber):
    def __init__(self, lr=1e-2, eps=1e-10):
        super().__init__()
        self.lr, self.eps = lr, eps

    def direction(self, place, g):
        s = self.memory[place] = self.memory.get(place, 0.0) + g * g
        return g / (math.sqrt(s) + self.eps)


class RMSProp(_ByNumber):
    def __init__(self, lr=1e-2, alpha=0.99, eps=1e-8):
        super().__init__()
        self.lr, self.alpha, self.eps = lr, alpha, eps

    def direction(self, place, g):
        v = self.memory.get(place, 0.0)
        v += (1 - self.alpha) * (g * g - v)
        self.memory[place] = v
        return g / (math.sqrt(v) + self.eps)


class AdaDelta(_ByNumber):
    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        super().__init__()
        self.lr, self.rho, self.eps = lr, rho, eps

    def direction(self, place, g):
        v, u = self.memory.get(place, (0.0, 0.0))
        v = self.rho * v + (1 - self.rho) * g * g
        d = math.sqrt((u + self.eps) / (v + self.eps)) * g
        self.memory[place] = v, self.rho * u + (1 - self.rho) * d * d
        return d
