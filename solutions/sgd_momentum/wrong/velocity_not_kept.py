"""
verdict = "WA"
caught_by = ["example", "momentum", "several_parameters"]
en = "The velocity is computed anew in each step: nothing is left of the earlier gradients."
zh = "每一步都重新计算速度：之前的梯度没有留下任何东西。"
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
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
