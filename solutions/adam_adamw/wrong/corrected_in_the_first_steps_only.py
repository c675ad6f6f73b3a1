"""
verdict = "WA"
caught_by = ["many_steps"]
en = "The first moment is corrected in the first 20 steps only, as if nothing were left to correct afterwards."
zh = "一阶矩只在前 20 步做修正，好像之后就没有可修正的了。"
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
        self.v[i] = beta2 * self.v[i] + (1 - beta2) * g**2
        m_hat = self.m[i] / (1 - beta1**self.t) if self.t <= 20 else self.m[i]
        v_hat = self.v[i] / (1 - beta2**self.t)
        return m_hat / (np.sqrt(v_hat) + self.eps)


class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps, weight_decay)

    def moved(self, i, p, g):
        return p - self.lr * (self.direction(i, g) + self.weight_decay * p)
