"""
verdict = "WA"
caught_by = ["adam", "adamw", "by_element"]
en = "One second moment is kept for a whole array, the mean over its elements: all of its elements get the same step size."
zh = "整个数组只有一个二阶矩，即各元素的平均：所有元素的步长都一样。"
"""

import numpy as np


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.t = 0

    def step(self, params, grads):
        if self.t == 0:
            self.m = [np.zeros_like(p) for p in params]
            self.v = [np.zeros_like(p) for p in params]
        self.t += 1
        return [self.moved(i, p, g) for i, (p, g) in enumerate(zip(params, grads))]

    def moved(self, i, p, g):
        return p - self.lr * self.direction(i, g + self.weight_decay * p)

    def direction(self, i, g):
        beta1, beta2 = self.betas
        self.m[i] = beta1 * self.m[i] + (1 - beta1) * g
        self.v[i] = beta2 * self.v[i] + (1 - beta2) * np.mean(g**2)
        m_hat = self.m[i] / (1 - beta1**self.t)
        v_hat = self.v[i] / (1 - beta2**self.t)
        return m_hat / (np.sqrt(v_hat) + self.eps)


class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps, weight_decay)

    def moved(self, i, p, g):
        return p - self.lr * (self.direction(i, g) + self.weight_decay * p)
