"""
verdict = "WA"
caught_by = ["dtypes"]
en = "The velocities are kept in float32: float64 parameters lose half of their digits."
zh = "速度用 float32 保存：float64 的参数丢掉了一半的有效数字。"
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
            self.velocities[i] = v.astype(np.float32)
            v = v.astype(np.float32).astype(p.dtype)
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
