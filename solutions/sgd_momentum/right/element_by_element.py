import numpy as np


class SGD:
    """Each number by itself, with Python floats; velocities by place."""

    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.nesterov = nesterov
        self.velocity = {}

    def step(self, params, grads):
        updated = []
        for number, (p, grad) in enumerate(zip(params, grads)):
            new = np.empty_like(p)
            for index in np.ndindex(p.shape):
                new[index] = self.moved((number, index), float(p[index]), float(grad[index]))
            updated.append(new)
        return updated

    def moved(self, place, p, g):
        g += self.weight_decay * p
        v = self.velocity[place] = self.momentum * self.velocity.get(place, 0.0) + g
        if self.nesterov:
            return p - self.lr * g - self.lr * self.momentum * v
        return p - self.lr * v
