"""
verdict = "RTE"
caught_by = ["two_optimisers"]
en = "The moments and t live in the class: all optimisers of a program share them."
zh = "矩和 t 保存在类上：程序中所有优化器共用同一份。"
"""

import numpy as np


class Adam:
    state = {"t": 0}

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay

    def step(self, params, grads):
        if self.state["t"] == 0:
            self.state["m"] = [np.zeros_like(p) for p in params]
            self.state["v"] = [np.zeros_like(p) for p in params]
        self.state["t"] += 1
        return [self.moved(i, p, g) for i, (p, g) in enumerate(zip(params, grads))]

    def moved(self, i, p, g):
        return p - self.lr * self.direction(i, g + self.weight_decay * p)

    def direction(self, i, g):
        beta1, beta2 = self.betas
        self.state["m"][i] = beta1 * self.state["m"][i] + (1 - beta1) * g
        self.state["v"][i] = beta2 * self.state["v"][i] + (1 - beta2) * g**2
        m_hat = self.state["m"][i] / (1 - beta1**self.state["t"])
        v_hat = self.state["v"][i] / (1 - beta2**self.state["t"])
        return m_hat / (np.sqrt(v_hat) + self.eps)


class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps, weight_decay)

    def moved(self, i, p, g):
        return p - self.lr * (self.direction(i, g) + self.weight_decay * p)
