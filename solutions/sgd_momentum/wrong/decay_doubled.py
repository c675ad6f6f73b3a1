"""
verdict = "WA"
caught_by = ["example", "decay"]
en = "The decay is 2 * weight_decay * p, the gradient of weight_decay * p². Here the factor 2 is not there."
zh = "衰减取了 2 * weight_decay * p，即 weight_decay * p² 的梯度。这里没有系数 2。"
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
            g = grad + 2 * self.weight_decay * p
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
