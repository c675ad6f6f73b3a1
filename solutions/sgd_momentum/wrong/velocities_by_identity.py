"""
verdict = "WA"
caught_by = ["momentum", "several_parameters"]
en = "The velocity is found by the identity of the parameter's array. Every step brings new arrays, so it is lost."
zh = "用参数数组的身份来查找速度。每一步传入的都是新数组，速度也就丢了。"
"""

import numpy as np


class SGD:
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.velocities = None

    def step(self, params, grads):
        if self.velocities is None:
            self.velocities = {}
        kept = [np.zeros_like(p) for p in params]
        kept = [self.velocities[id(p)][1] if id(p) in self.velocities else v for p, v in zip(params, kept)]
        updated = []
        for i, (p, grad) in enumerate(zip(params, grads)):
            g = grad + self.weight_decay * p
            v = self.momentum * kept[i] + g
            self.velocities[id(p)] = p, v
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
