"""
verdict = "WA"
caught_by = ["dtypes", "standard_dtype_kept"]
en = "The velocities are float64 arrays: float32 parameters come back as float64."
zh = "速度是 float64 数组：float32 的参数变成了 float64。"
"""

import numpy as np


class SGD:
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.velocities = None

    def step(self, params, grads):
        if self.velocities is None:
            self.velocities = [np.zeros(p.shape) for p in params]
        updated = []
        for i, (p, grad) in enumerate(zip(params, grads)):
            g = grad + self.weight_decay * p
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
