"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "Each parameter has one array for its results: the next step overwrites what the last one returned."
zh = "每个参数只用一个数组存放结果：下一步会覆盖上一步返回的内容。"
"""

import numpy as np


class SGD:
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.velocities = None
        self.results = {}

    def step(self, params, grads):
        if self.velocities is None:
            self.velocities = [np.zeros_like(p) for p in params]
        updated = []
        for i, (p, grad) in enumerate(zip(params, grads)):
            g = grad + self.weight_decay * p
            v = self.velocities[i] = self.momentum * self.velocities[i] + g
            result = self.results.setdefault(i, np.empty_like(p))
            result[...] = p - self.lr * (g + self.momentum * v if self.nesterov else v)
            updated.append(result)
        return updated
