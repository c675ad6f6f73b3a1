"""
verdict = "WA"
caught_by = ["decay_of_any_rank"]
en = "Vectors are taken for biases and do not decay. The statement makes no difference."
zh = "把一维数组当作偏置，不做衰减。题目没有这样的区别。"
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
            g = grad + self.weight_decay * p if p.ndim > 1 else grad
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
