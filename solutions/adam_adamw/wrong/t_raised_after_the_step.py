"""
verdict = "WA"
caught_by = ["adam", "adamw", "first_step"]
en = "t is raised after it has been used. The first step has t = 0, and dividing by 1 - beta ** 0 gives nan or infinity."
zh = "先用 t，再加一。第一步 t = 0，除以 1 - beta ** 0 得到 nan 或无穷大。"
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
        moved = [self.moved(i, p, g) for i, (p, g) in enumerate(zip(params, grads))]
        self.t += 1
        return moved

    def moved(self, i, p, g):
        return p - self.lr * self.direction(i, g + self.weight_decay * p)

    def direction(self, i, g):
        beta1, beta2 = self.betas
        self.m[i] = beta1 * self.m[i] + (1 - beta1) * g
        self.v[i] = beta2 * self.v[i] + (1 - beta2) * g**2
        m_hat = self.m[i] / (1 - beta1**self.t)
        v_hat = self.v[i] / (1 - beta2**self.t)
        return m_hat / (np.sqrt(v_hat) + self.eps)


class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps, weight_decay)

    def moved(self, i, p, g):
        return p - self.lr * (self.direction(i, g) + self.weight_decay * p)
