"""
verdict = "WA"
caught_by = ["defaults"]
en = "momentum is 0.9 by default; here it is 0."
zh = "momentum 的默认值用了 0.9，这里是 0。"
"""

import numpy as np


class SGD:
    def __init__(self, lr=1e-2, momentum=0.9, weight_decay=0.0, nesterov=False):
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.velocities = None

    def step(self, params, grads):
        if self.velocities is None:
            self.velocities = [np.zeros_like(p) for p in params]
        updated = []
        for i, (p, grad) in enumerate(zip(params, grads)):
            g = grad + self.weight_decay * p
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
