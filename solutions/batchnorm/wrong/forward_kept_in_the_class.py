"""
verdict = "WA"
caught_by = ["two_layers", "standard_any_order_of_calls"]
en = "What backward needs is kept in the class, not in the object: a layer uses the forward of whichever layer ran last."
zh = "反向所需的值存在类里而不是对象里：每一层用的都是最后运行的那一层的 forward。"
"""

import numpy as np


class BatchNorm:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        x = np.moveaxis(x, 1, -1)  # channels last: vectors of length C broadcast as they are
        BatchNorm.axes = tuple(range(x.ndim - 1))
        if self.training:
            mean, var = x.mean(BatchNorm.axes), x.var(BatchNorm.axes)
            m = x.size // len(mean)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        BatchNorm.std = np.sqrt(var + self.eps)
        BatchNorm.x_hat = (x - mean) / BatchNorm.std
        BatchNorm.batch_statistics = self.training
        return np.moveaxis(self.gamma * BatchNorm.x_hat + self.beta, -1, 1)

    def backward(self, dy):
        dy = np.moveaxis(dy, 1, -1)
        dgamma, dbeta = (dy * BatchNorm.x_hat).sum(BatchNorm.axes), dy.sum(BatchNorm.axes)
        dx_hat = dy
        if BatchNorm.batch_statistics:  # every x also moves the mean and the variance of its channel
            m = dy.size // len(dbeta)
            dx_hat = dy - (dbeta + BatchNorm.x_hat * dgamma) / m
        return np.moveaxis(self.gamma / BatchNorm.std * dx_hat, -1, 1), dgamma, dbeta
