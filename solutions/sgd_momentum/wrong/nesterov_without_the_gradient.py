"""
verdict = "WA"
caught_by = ["example", "nesterov", "lookahead"]
en = "Nesterov's direction is momentum * v alone; the gradient is missing."
zh = "Nesterov 的方向只有 momentum * v，漏掉了梯度。"
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
            g = grad + self.weight_decay * p
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            updated.append(p - self.lr * (self.momentum * v if self.nesterov else v))
        return updated
