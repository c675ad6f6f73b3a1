import numpy as np


class Optimizer:
    """Names like a library's; the velocity is changed in place, the parameters are copies."""

    def __init__(self, lr):
        self.lr = lr
        self.state = {}

    def step(self, params, grads):
        new = tuple(np.array(p, copy=True) for p in params)
        for key, (p, g) in enumerate(zip(new, grads)):
            self.update(p, np.array(g), self.state.setdefault(key, {}))
        return list(new)


class SGD(Optimizer):
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        super().__init__(lr)
        self.momentum, self.weight_decay, self.nesterov = momentum, weight_decay, nesterov

    def update(self, p, d, state):
        if self.weight_decay != 0:
            d += self.weight_decay * p
        if self.momentum != 0:
            if "momentum_buffer" not in state:
                state["momentum_buffer"] = d.copy()
            else:
                buffer = state["momentum_buffer"]
                buffer *= self.momentum
                buffer += d
            if self.nesterov:
                d += self.momentum * state["momentum_buffer"]
            else:
                d = state["momentum_buffer"]
        p -= self.lr * d
