"""
verdict = "WA"
caught_by = ["nesterov", "lookahead"]
en = "Nesterov's direction is stored as the velocity, and enters the next step."
zh = "把 Nesterov 的方向存成了速度，带进了下一步。"
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
            v = self.momentum * self.velocities[i] + g
            v = self.velocities[i] = g + self.momentum * v if self.nesterov else v
            updated.append(p - self.lr * v)
        return updated
