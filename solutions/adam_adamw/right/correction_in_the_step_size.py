import math

import numpy as np


def adam_update(p, g, state, t, lr, betas, eps):
    """The two corrections drawn together into one factor; eps must then be scaled along."""
    if "m" not in state:
        state["m"] = np.zeros(p.shape, p.dtype)
        state["v"] = np.zeros(p.shape, p.dtype)
    m, v = state["m"], state["v"]
    m *= betas[0]
    m += (1 - betas[0]) * g
    v *= betas[1]
    v += (1 - betas[1]) * g * g
    root = math.sqrt(1 - betas[1] ** t)
    new = np.array(p)
    new -= lr * root / (1 - betas[0] ** t) * m / (np.sqrt(v) + eps * root)
    return new


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, amsgrad=False):
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.t, self.states = 0, {}

    def step(self, params, grads):
        self.t += 1
        return tuple(
            adam_update(p, g + self.weight_decay * p, self.states.setdefault(i, {}), self.t, self.lr, self.betas, self.eps)
            for i, (p, g) in enumerate(zip(params, grads))
        )


class AdamW:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.inner = Adam(lr, betas, eps)
        self.lr, self.weight_decay = lr, weight_decay

    def step(self, params, grads):
        self.inner.lr = self.lr
        moved = self.inner.step(params, grads)
        return [q - self.lr * self.weight_decay * p for p, q in zip(params, moved)]
