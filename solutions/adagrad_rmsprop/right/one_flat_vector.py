import numpy as np


def _flat(arrays):
    return np.concatenate([np.zeros(0), *(a.ravel() for a in arrays)])


def _apart(vector, like):
    parts = np.split(vector, np.cumsum([a.size for a in like], dtype=int))
    return [part.reshape(a.shape).astype(a.dtype) for part, a in zip(parts, like)]


class Adagrad:
    def __init__(self, lr=1e-2, eps=1e-10):
        self.lr, self.eps, self.s = lr, eps, 0.0

    def step(self, params, grads):
        g = _flat(grads)
        self.s = self.s + np.square(g)
        return _apart(_flat(params) - self.lr * g / (self.s**0.5 + self.eps), params)


class RMSProp:
    def __init__(self, lr=1e-2, alpha=0.99, eps=1e-8):
        self.lr, self.alpha, self.eps, self.v = lr, alpha, eps, 0.0

    def step(self, params, grads):
        g = _flat(grads)
        self.v = self.alpha * self.v + (1 - self.alpha) * np.square(g)
        return _apart(_flat(params) - self.lr * g / (self.v**0.5 + self.eps), params)


class AdaDelta:
    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        self.lr, self.rho, self.eps, self.v, self.u = lr, rho, eps, 0.0, 0.0

    def step(self, params, grads):
        g = _flat(grads)
        self.v = self.rho * self.v + (1 - self.rho) * np.square(g)
        d = np.sqrt(self.u + self.eps) * g / np.sqrt(self.v + self.eps)
        self.u = self.rho * self.u + (1 - self.rho) * np.square(d)
        return _apart(_flat(params) - self.lr * d, params)
