"""
verdict = "WA"
caught_by = ["many_batches"]
en = "After some batches the running statistics become plain averages: later batches count less and less."
zh = "若干批次之后，滑动统计量变成了普通平均：越往后的批次权重越小。"
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
            self.batches = getattr(self, "batches", 0) + 1
            momentum = self.momentum if self.batches <= 20 else self.momentum * 20 / self.batches
            self.running_mean = (1 - momentum) * self.running_mean + momentum * mean
            self.running_var = (1 - momentum) * self.running_var + momentum * var * m / (m - 1)
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
        if self.batch_statistics:  # every x also moves the mean and the variance of its channel
            m = dy.size // len(dbeta)
            dx_hat = dy - (dbeta + self.x_hat * dgamma) / m
        return np.moveaxis(self.gamma / self.std * dx_hat, -1, 1), dgamma, dbeta
