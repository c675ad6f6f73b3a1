"""
verdict = "WA"
caught_by = ["thin_evaluation"]
en = "backward in evaluation uses up what forward left: a second one gets gradients of zero for gamma."
zh = "评估模式下 backward 用掉了 forward 留下的东西：第二次得到的 dgamma 为 0。"
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
        dgamma, dbeta = (dy * self.x_hat).sum(self.axes), dy.sum(self.axes)
        dx_hat = dy
        if not self.batch_statistics:
            self.x_hat = np.zeros_like(self.x_hat)  # not needed any more
        if self.batch_statistics:  # every x also moves the mean and the variance of its channel
            m = dy.size // len(dbeta)
            dx_hat = dy - (dbeta + self.x_hat * dgamma) / m
        return np.moveaxis(self.gamma / self.std * dx_hat, -1, 1), dgamma, dbeta
