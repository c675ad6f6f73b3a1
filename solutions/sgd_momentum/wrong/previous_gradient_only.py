"""
verdict = "WA"
caught_by = ["momentum", "zero_gradients"]
en = "Only the latest gradient before this one is carried on, not the whole velocity. Two steps do not show it."
zh = "只带上了前一次的梯度，而不是整个速度。只走两步看不出来。"
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
            self.velocities[i] = g
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
