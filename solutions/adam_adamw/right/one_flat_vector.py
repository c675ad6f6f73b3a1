import numpy as np


class Adam:
    decoupled = False

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.t = 0
        self.m = self.v = 0.0

    def step(self, params, grads):
        p = np.concatenate([q.ravel() for q in params]).astype(np.float64)
        g = np.concatenate([q.ravel() for q in grads]).astype(np.float64)
        decay = self.weight_decay * p
        if not self.decoupled:
            g = g + decay
            decay = 0.0
        b1, b2 = self.betas
        self.t += 1
        self.m = b1 * self.m + (1 - b1) * g
        self.v = b2 * self.v + (1 - b2) * np.square(g)
        m_hat, v_hat = self.m / (1 - b1**self.t), self.v / (1 - b2**self.t)
        p = p - self.lr * (m_hat / (v_hat**0.5 + self.eps) + decay)
        ends = np.cumsum([q.size for q in params])[:-1]
        return [part.reshape(q.shape).astype(q.dtype) for part, q in zip(np.split(p, ends), params)]


class AdamW(Adam):
    decoupled = True

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps, weight_decay)
