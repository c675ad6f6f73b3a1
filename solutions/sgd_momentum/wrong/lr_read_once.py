"""
verdict = "WA"
caught_by = ["schedule", "lr_zero"]
en = "lr is read in the constructor only: a schedule has no effect."
zh = "只在构造函数中读取 lr：学习率调度没有效果。"
"""

import numpy as np


class SGD:
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.velocities = None
        self.rate = lr

    def step(self, params, grads):
        if self.velocities is None:
            self.velocities = [np.zeros_like(p) for p in params]
        updated = []
        for i, (p, grad) in enumerate(zip(params, grads)):
            g = grad + self.weight_decay * p
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            updated.append(p - self.rate * (g + self.momentum * v if self.nesterov else v))
        return updated
