"""
verdict = "WA"
caught_by = ["backward_vectors", "numerical_gradient", "jacobian", "backward_images"]
en = "The mean and the variance are treated as constants in the training backward. They are functions of x: two of the three terms of dx are missing."
zh = "训练模式的反向中把均值和方差当作常数。它们都是 x 的函数，dx 的三项因此少了两项。"
"""

import numpy as np


class BatchNorm:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        x = np.moveaxis(x, 1, -1)  # channels last: vectors of length C broadcast as they are
        self.axes = tuple(range(x.ndim - 1))
        if self.training:
            mean, var = x.mean(self.axes), x.var(self.axes)
            m = x.size // len(mean)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return np.moveaxis(self.gamma * self.x_hat + self.beta, -1, 1)

    def backward(self, dy):
        dy = np.moveaxis(dy, 1, -1)
        dgamma, dbeta = (dy * self.x_hat).sum(self.axes), dy.sum(self.axes)
        return np.moveaxis(self.gamma / self.std * dy, -1, 1), dgamma, dbeta
