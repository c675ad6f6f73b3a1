import numpy as np


class BatchNorm:
    """Backward one node of the graph at a time, statistics with kept dimensions, methods train() and eval()."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
        self.gamma = np.ones(num_features, dtype)
        self.beta = np.zeros(num_features, dtype)
        self.running_mean = np.zeros(num_features, dtype)
        self.running_var = np.ones(num_features, dtype)
        self.eps, self.momentum = eps, momentum
        self.train()

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        axes = (0, 2, 3) if x.ndim == 4 else (0,)
        shape = (1, -1, 1, 1) if x.ndim == 4 else (1, -1)
        gamma, beta = self.gamma.reshape(shape), self.beta.reshape(shape)
        if self.training:
            mu = x.mean(axis=axes, keepdims=True)
            centred = x - mu
            var = (centred**2).mean(axis=axes, keepdims=True)
            m = np.prod([x.shape[a] for a in axes])
            keep = 1.0 - self.momentum
            self.running_mean = keep * self.running_mean + self.momentum * mu.ravel()
            self.running_var = keep * self.running_var + self.momentum * x.var(axis=axes, ddof=1)
        else:
            mu, var = self.running_mean.reshape(shape), self.running_var.reshape(shape)
            centred, m = x - mu, None
        root = np.sqrt(var + self.eps)
        inverse = 1.0 / root
        normed = centred * inverse
        self.cache = axes, m, gamma, centred, root, inverse, normed
        return normed * gamma + beta

    def backward(self, dy):
        axes, m, gamma, centred, root, inverse, normed = self.cache
        dbeta = dy.sum(axis=axes)
        dgamma = (dy * normed).sum(axis=axes)
        dnormed = dy * gamma
        dcentred = dnormed * inverse
        if m is not None:
            dinverse = (dnormed * centred).sum(axis=axes, keepdims=True)
            droot = -dinverse / root**2
            dvar = droot * 0.5 / root
            dcentred = dcentred + dvar * 2.0 * centred / m
            dcentred = dcentred - dcentred.sum(axis=axes, keepdims=True) / m
        return dcentred, dgamma, dbeta
