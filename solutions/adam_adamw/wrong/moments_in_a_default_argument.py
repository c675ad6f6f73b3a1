"""
verdict = "WA"
caught_by = ["two_optimisers", "standard_any_order_of_calls"]
en = "The moments live in a default argument, which is made once for all objects: parameters of one shape share their moments with those of every other optimiser."
zh = "矩存放在默认参数里，而默认参数只创建一次、供所有对象共用：形状相同的参数与其他优化器的参数共用同一份矩。"
"""

import numpy as np


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.t = 0

    def step(self, params, grads):
        self.t += 1
        return [self.moved(i, p, g) for i, (p, g) in enumerate(zip(params, grads))]

    def moved(self, i, p, g):
        return p - self.lr * self.direction(i, g + self.weight_decay * p)

    def direction(self, i, g, m={}, v={}):
        beta1, beta2 = self.betas
        i = i, g.shape
        m[i] = beta1 * m.get(i, 0) + (1 - beta1) * g
        v[i] = beta2 * v.get(i, 0) + (1 - beta2) * g**2
        m_hat = m[i] / (1 - beta1**self.t)
        v_hat = v[i] / (1 - beta2**self.t)
        return m_hat / (np.sqrt(v_hat) + self.eps)


class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps, weight_decay)

    def moved(self, i, p, g):
        return p - self.lr * (self.direction(i, g) + self.weight_decay * p)
