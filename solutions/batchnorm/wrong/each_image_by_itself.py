"""
verdict = "WA"
caught_by = ["train_images", "backward_images", "numerical_gradient"]
en = "Images are normalised with statistics over H and W of each single image (instance normalisation) instead of over the batch as well."
zh = "图像归一化时，统计量只在单张图像的 H、W 上计算（这是实例归一化），没有跨批次。"
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
        inner = (1, 2) if x.ndim == 4 else (0,)
        if self.training:
            mean, var = x.mean(inner, keepdims=True), x.var(inner, keepdims=True)
            m = x[0].size // x.shape[-1] if x.ndim == 4 else len(x)
            unbias = m / max(m - 1, 1)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean.mean(self.axes)
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var.mean(self.axes) * unbias
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
            inner = (1, 2) if dy.ndim == 4 else (0,)
            means = dy.mean(inner, keepdims=True), (dy * self.x_hat).mean(inner, keepdims=True)
            dx_hat = dy - means[0] - self.x_hat * means[1]
        return np.moveaxis(self.gamma / self.std * dx_hat, -1, 1), dgamma, dbeta
