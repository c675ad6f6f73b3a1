"""
verdict = "WA"
caught_by = ["zero_gradients"]
en = "Parameters whose gradient is zero are skipped: the velocity neither moves them nor fades."
zh = "梯度为零的参数被跳过：速度既不推动它们，也不衰减。"
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
            if not grad.any() and self.weight_decay == 0 and grad.size:
                updated.append(p.copy())
                continue
            g = grad + self.weight_decay * p
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
