import numpy as np


class SGD:
    """No velocity at all: a weighted sum over every gradient so far."""

    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.mu, self.decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.history = []

    def step(self, params, grads):
        self.history.append([g + self.decay * p for p, g in zip(params, grads)])
        return [np.subtract(p, self.lr * self.direction(i)) for i, p in enumerate(params)]

    def direction(self, i):
        steps = len(self.history)
        total = np.zeros_like(self.history[0][i])
        for t, gradients in enumerate(self.history):
            weight = self.mu ** (steps - 1 - t)
            if self.nesterov:
                weight = self.mu * weight + (t == steps - 1)
            total = total + weight * gradients[i]
        return total
