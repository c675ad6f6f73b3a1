"""
verdict = "WA"
caught_by = ["example", "momentum", "plain"]
en = "The parameter moves by the velocity before the gradient has entered it: each step comes one too late."
zh = "参数按加进梯度之前的速度移动：每一步都晚了一步。"
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
            v = self.velocities[i]
            self.velocities[i] = self.momentum * v + g
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
