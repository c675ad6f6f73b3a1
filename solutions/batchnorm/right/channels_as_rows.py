import numpy as np


class BatchNorm:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.__dict__.update(eps=eps, momentum=momentum, training=True)
        for name, value in (("gamma", 1.0), ("beta", 0.0), ("running_mean", 0.0), ("running_var", 1.0)):
            setattr(self, name, np.full((num_features,), value))

    @staticmethod
    def _rows(a):
        return np.swapaxes(a, 0, 1).reshape(a.shape[1], -1)

    @staticmethod
    def _back(rows, shape):
        return np.swapaxes(rows.reshape(shape[1], shape[0], *shape[2:]), 0, 1).copy()

    def forward(self, x):
        rows = self._rows(x)
        if self.training:
            mu = np.average(rows, axis=1)
            rows = rows - mu[:, None]
            rest = rows.mean(axis=1)
            rows = rows - rest[:, None]
            mu = mu + rest
            var = np.einsum("cm,cm->c", rows, rows) / rows.shape[1]
            a = self.momentum
            self.running_mean = self.running_mean + a * (mu - self.running_mean)
            self.running_var = self.running_var + a * (np.einsum("cm,cm->c", rows, rows) / (rows.shape[1] - 1) - self.running_var)
        else:
            rows, var = rows - self.running_mean[:, None], self.running_var
        scale = (var + self.eps) ** -0.5
        normal = rows * scale[:, None]
        gamma = self.gamma.copy()
        trained = self.training

        def backward(dy):
            d = self._rows(dy)
            dgamma, dbeta = np.einsum("cm,cm->c", d, normal), np.add.reduce(d, axis=1)
            if trained:
                d = d - d.mean(axis=1, keepdims=True)
                d = d - normal * (dgamma / d.shape[1])[:, None]
            return self._back((gamma * scale)[:, None] * d, dy.shape), dgamma, dbeta

        self._backward = backward
        return self._back(gamma[:, None] * normal + self.beta[:, None], x.shape)

    def backward(self, dy):
        return self._backward(dy)
