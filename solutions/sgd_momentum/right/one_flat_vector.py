import numpy as np


class SGD:
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.options, self.v = lr, (momentum, weight_decay, nesterov), 0.0

    def step(self, params, grads):
        momentum, decay, nesterov = self.options
        p, g = (np.concatenate([np.zeros(0), *(a.ravel() for a in arrays)]) for arrays in (params, grads))
        g = g + decay * p
        self.v = momentum * self.v + g
        p = p - self.lr * (g + momentum * self.v if nesterov else self.v)
        ends = np.cumsum([q.size for q in params], dtype=int)
        parts = np.split(p, ends)
        return [part.reshape(q.shape).astype(q.dtype) for part, q in zip(parts, params)]
