"""
verdict = "WA"
caught_by = ["example", "momentum", "first_step"]
en = "The gradient enters the velocity with the share 1 - momentum, as in Adam's first moment. Here it enters whole."
zh = "梯度乘了 1 - momentum 才加进速度，像 Adam 的一阶矩那样。这里梯度整个加进去。"
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
            v = self.velocities[i] = self.momentum * self.velocities[i] + (1 - self.momentum) * g
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
