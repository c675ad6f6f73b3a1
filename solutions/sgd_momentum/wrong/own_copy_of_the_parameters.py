"""
verdict = "WA"
caught_by = ["plain", "several_parameters"]
en = "The optimiser goes on from its own copy of the parameters instead of those that it is given."
zh = "优化器从自己保存的参数继续，而不是从传入的参数继续。"
"""

import numpy as np


class SGD:
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.velocities = None

    def step(self, params, grads):
        if self.velocities is None:
            self.velocities = [np.zeros_like(p) for p in params]
        params = getattr(self, "params", params)
        updated = []
        for i, (p, grad) in enumerate(zip(params, grads)):
            g = grad + self.weight_decay * p
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        self.params = updated
        return [p.copy() for p in updated]
