import numpy as np


class BatchNorm:
    """Statistics in one pass over the samples (Welford's update); running statistics changed in place."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.gamma, self.beta = np.ones((num_features,)), np.zeros((num_features,))
        self.running_mean, self.running_var = np.zeros((num_features,)), np.ones((num_features,))
        self.training = True

    def forward(self, x):
        flat = x.reshape(x.shape[0], x.shape[1], -1)
        if self.training:
            mean, squares, count = np.zeros(self.num_features), np.zeros(self.num_features), 0
            for value in flat.transpose(0, 2, 1).reshape(-1, self.num_features):
                count += 1
                delta = value - mean
                mean = mean + delta / count
                squares = squares + delta * (value - mean)
            var = squares / count
            self.running_mean *= 1 - self.momentum
            self.running_mean += self.momentum * mean
            self.running_var *= 1 - self.momentum
            self.running_var += self.momentum * squares / (count - 1)
            self.count = count
        else:
            mean, var = self.running_mean.copy(), self.running_var.copy()
            self.count = 0
        self.inv_std = 1 / np.sqrt(var + self.eps)
        self.x_hat = (flat - mean[:, None]) * self.inv_std[:, None]
        y = self.x_hat * self.gamma[:, None] + self.beta[:, None]
        return y.reshape(x.shape)

    def backward(self, dy):
        g = dy.reshape(self.x_hat.shape)
        dbeta = g.sum(axis=(0, 2))
        dgamma = np.sum(g * self.x_hat, axis=(0, 2))
        factor = (self.gamma * self.inv_std)[:, None]
        if not self.count:
            return (factor * g).reshape(dy.shape), dgamma, dbeta
        dx = factor / self.count * (self.count * g - dbeta[:, None] - self.x_hat * dgamma[:, None])
        return dx.reshape(dy.shape), dgamma, dbeta
