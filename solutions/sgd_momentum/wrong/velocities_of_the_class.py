"""
verdict = "WA"
caught_by = ["two_optimisers", "same_settings"]
en = "The velocities belong to the class, not to the object: all optimisers share them."
zh = "速度属于类而不是对象：所有优化器共用一份。"
"""

import numpy as np


class SGD:
    velocities = []

    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov

    def step(self, params, grads):
        if len(self.velocities) != len(params) or any(v.shape != p.shape for v, p in zip(self.velocities, params)):
            self.velocities[:] = [np.zeros_like(p) for p in params]
        updated = []
        for i, (p, grad) in enumerate(zip(params, grads)):
            g = grad + self.weight_decay * p
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
