"""
verdict = "WA"
caught_by = ["schedule", "lr_zero"]
en = "lr is part of the velocity, as in TensorFlow: v = momentum * v - lr * g. While lr stays the same, that is equal; when it changes, the old velocity goes on with the old lr."
zh = "速度中含有 lr，和 TensorFlow 一样：v = momentum * v - lr * g。lr 不变时两者相同；lr 改变之后，旧的速度还按旧的 lr 继续走。"
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
            v = self.velocities[i] = self.momentum * self.velocities[i] + self.lr * g
            updated.append(p - (self.lr * g + self.momentum * v if self.nesterov else v))
        return updated
