"""
verdict = "WA"
caught_by = ["statistics_loaded_in_evaluation"]
en = "The statistics of the first call in evaluation are kept for all later ones, though others have been loaded since."
zh = "评估模式下一直沿用第一次调用时的统计量，即使之后载入了别的。"
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
            self.__dict__.pop("frozen", None)  # they move
            mean, var = x.mean(self.axes), x.var(self.axes)
            m = x.size // len(mean)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            if not hasattr(self, "frozen"):
                self.frozen = self.running_mean, self.running_var
            mean, var = self.frozen
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
