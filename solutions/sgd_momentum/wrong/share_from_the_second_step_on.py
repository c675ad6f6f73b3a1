"""
verdict = "WA"
caught_by = ["example", "momentum", "constant_gradient"]
en = "The first velocity is the gradient; from the second step on gradients enter with the share 1 - momentum (dampening)."
zh = "第一步的速度就是梯度，从第二步起梯度乘了 1 - momentum 才加进去（dampening）。"
"""

import numpy as np


class SGD:
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.velocities = None

    def step(self, params, grads):
        first = self.velocities is None
        if self.velocities is None:
            self.velocities = [np.zeros_like(p) for p in params]
        updated = []
        for i, (p, grad) in enumerate(zip(params, grads)):
            g = grad + self.weight_decay * p
            v = self.velocities[i] = self.momentum * self.velocities[i] + (g if first else (1 - self.momentum) * g)
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
