"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "The caller's parameters are changed in place."
zh = "在原地修改了调用者的参数。"
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
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            p -= self.lr * (g + self.momentum * v if self.nesterov else v)
            updated.append(p.copy())
        return updated
