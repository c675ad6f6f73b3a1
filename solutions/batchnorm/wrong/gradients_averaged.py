"""
verdict = "WA"
caught_by = ["backward_vectors", "numerical_gradient", "evaluation_gradients", "backward_images"]
en = "dgamma and dbeta are means over the channel's values instead of sums. Any averaging over the batch is already in dy."
zh = "dgamma 和 dbeta 取了平均而不是求和。如果损失对批次取过平均，那个系数已经在 dy 里了。"
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
        self.batch_statistics = self.training
        return np.moveaxis(self.gamma * self.x_hat + self.beta, -1, 1)

    def backward(self, dy):
        dy = np.moveaxis(dy, 1, -1)
        dgamma, dbeta = (dy * self.x_hat).mean(self.axes), dy.mean(self.axes)
        dx_hat = dy
        if self.batch_statistics:  # every x also moves the mean and the variance of its channel
            dx_hat = dy - (dbeta + self.x_hat * dgamma)
        return np.moveaxis(self.gamma / self.std * dx_hat, -1, 1), dgamma, dbeta
