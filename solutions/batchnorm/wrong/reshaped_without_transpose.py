"""
verdict = "WA"
caught_by = ["train_images", "backward_images", "numerical_gradient"]
en = "Images are reshaped to (-1, C) without moving the channels last first, so values of different channels end up in one column."
zh = "没有先把通道移到最后一轴，就把图像 reshape 成 (-1, C)，于是同一列里混入了不同通道的值。"
"""

import numpy as np


class BatchNorm:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        shape = x.shape
        x = x.reshape(-1, shape[1])
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
        return (self.gamma * self.x_hat + self.beta).reshape(shape)

    def backward(self, dy):
        shape = dy.shape
        dy = dy.reshape(-1, shape[1])
        dgamma, dbeta = (dy * self.x_hat).sum(self.axes), dy.sum(self.axes)
        dx_hat = dy
        if self.batch_statistics:  # every x also moves the mean and the variance of its channel
            m = dy.size // len(dbeta)
            dx_hat = dy - (dbeta + self.x_hat * dgamma) / m
        return (self.gamma / self.std * dx_hat).reshape(shape), dgamma, dbeta
