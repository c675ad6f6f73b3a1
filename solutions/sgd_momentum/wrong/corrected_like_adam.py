"""
verdict = "WA"
caught_by = ["example", "momentum"]
en = "The velocity is divided by 1 - momentum ** t, a correction that belongs to Adam."
zh = "速度除以了 1 - momentum ** t，这个修正属于 Adam。"
"""

import numpy as np


class SGD:
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.velocities = None

    def step(self, params, grads):
        if self.velocities is None:
            self.velocities = [np.zeros_like(p) for p in params]
        self.t = getattr(self, "t", 0) + 1
        updated = []
        for i, (p, grad) in enumerate(zip(params, grads)):
            g = grad + self.weight_decay * p
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            v = v * (1 - self.momentum) / (1 - self.momentum**self.t)
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
