"""
verdict = "WA"
caught_by = ["example", "plain", "momentum"]
en = "The gradient is divided by its norm: only its direction counts."
zh = "梯度除以了自己的范数：只剩下方向。"
"""

import numpy as np


class SGD:
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.velocities = None

    def step(self, params, grads):
        if self.velocities is None:
            self.velocities = [np.zeros_like(p) for p in params]
        updated = []
        for i, (p, grad) in enumerate(zip(params, grads)):
            g = grad / max(np.sqrt(np.sum(grad**2)), 1e-300) + self.weight_decay * p
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
