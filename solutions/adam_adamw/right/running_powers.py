import numpy as np


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.l2 = weight_decay
        self.power1 = self.power2 = 1.0
        self.first = self.second = None

    def step(self, params, grads):
        grads = [g + self.l2 * p for p, g in zip(params, grads)]
        return [p - self.lr * d for p, d in zip(params, self.directions(grads))]

    def directions(self, grads):
        if self.first is None:
            self.first = [0.0 * g for g in grads]
            self.second = [0.0 * g for g in grads]
        self.power1 *= self.beta1
        self.power2 *= self.beta2
        self.first = [self.beta1 * m + (1 - self.beta1) * g for m, g in zip(self.first, grads)]
        self.second = [self.beta2 * v + (1 - self.beta2) * g * g for v, g in zip(self.second, grads)]
        for m, v in zip(self.first, self.second):
            yield (m / (1 - self.power1)) / (np.sqrt(v / (1 - self.power2)) + self.eps)


class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps, 0.0)
        self.decay = weight_decay

    def step(self, params, grads):
        keep = 1.0 - self.lr * self.decay
        return super().step([keep * p for p in params], grads)
