import numpy as np


class _Optimiser:
    def __init__(self, lr, eps):
        self.lr = lr
        self.eps = eps
        self.state = []

    def step(self, params, grads):
        while len(self.state) < len(params):
            shape, dtype = params[len(self.state)].shape, params[len(self.state)].dtype
            self.state.append((np.zeros(shape, dtype), np.zeros(shape, dtype)))
        new = [np.array(p) for p in params]
        for p, g, (first, second) in zip(new, grads, self.state):
            p -= (self.lr * self.direction(g, first, second)).astype(p.dtype)
        return new


class Adagrad(_Optimiser):
    def __init__(self, lr=1e-2, eps=1e-10):
        super().__init__(lr, eps)

    def direction(self, g, s, _):
        s += g * g
        return g / (self.eps + np.sqrt(s))


class RMSProp(_Optimiser):
    def __init__(self, lr=1e-2, alpha=0.99, eps=1e-8):
        super().__init__(lr, eps)
        self.alpha = alpha

    def direction(self, g, v, _):
        v *= self.alpha
        v += (1 - self.alpha) * (g * g)
        return g / (self.eps + np.sqrt(v))


class AdaDelta(_Optimiser):
    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        super().__init__(lr, eps)
        self.rho = rho

    def direction(self, g, v, u):
        v *= self.rho
        v += (1 - self.rho) * (g * g)
        d = np.sqrt(u + self.eps) / np.sqrt(v + self.eps) * g
        u *= self.rho
        u += (1 - self.rho) * (d * d)
        return d
