"""
verdict = "WA"
caught_by = ["decay", "decay_alone"]
en = "The parameter shrinks by weight_decay, whatever lr is."
zh = "无论 lr 是多少，参数都按 weight_decay 缩小。"
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
            g = grad
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            updated.append(p * (1 - self.weight_decay) - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
