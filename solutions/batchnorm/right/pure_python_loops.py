import math

import numpy as np


class BatchNorm:
    """One channel at a time, with Python floats."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.training = True
        self.gamma = np.array([1.0] * num_features)
        self.beta = np.array([0.0] * num_features)
        self.running_mean = np.array([0.0] * num_features)
        self.running_var = np.array([1.0] * num_features)

    def forward(self, x):
        y = np.empty(x.shape)
        self.shape = x.shape
        self.saved = []
        for c in range(self.num_features):
            values = [float(v) for v in x[:, c].ravel()]
            m = len(values)
            mean, var = float(self.running_mean[c]), float(self.running_var[c])
            if self.training:
                mean = math.fsum(values) / m
                squares = math.fsum((v - mean) ** 2 for v in values)
                var = squares / m
                self.running_mean[c] += self.momentum * (mean - self.running_mean[c])
                self.running_var[c] += self.momentum * (squares / (m - 1) - self.running_var[c])
            inv = 1.0 / math.sqrt(var + self.eps)
            hats = [(v - mean) * inv for v in values]
            y[:, c] = np.reshape([self.gamma[c] * h + self.beta[c] for h in hats], y[:, c].shape)
            self.saved.append((hats, inv, bool(self.training)))
        return y

    def backward(self, dy):
        dx = np.empty(self.shape)
        dgamma, dbeta = np.empty(self.num_features), np.empty(self.num_features)
        for c, (hats, inv, batch) in enumerate(self.saved):
            grads = [float(g) for g in dy[:, c].ravel()]
            m = len(grads)
            dbeta[c] = math.fsum(grads)
            dgamma[c] = math.fsum(g * h for g, h in zip(grads, hats))
            if batch:
                grads = [g - dbeta[c] / m - h * dgamma[c] / m for g, h in zip(grads, hats)]
            dx[:, c] = np.reshape([self.gamma[c] * inv * g for g in grads], dx[:, c].shape)
        return dx, dgamma, dbeta
