import numpy as np


class Linear:
    """An own layer, with names like a library's."""

    def __init__(self, weight, bias=None):
        self.weight, self.bias = np.asarray(weight, np.float64), bias

    def linear(self, x):
        y = np.dot(x.astype(np.float64), self.weight.T)
        return y if self.bias is None else y + self.bias

    def backward(self, dy, x):
        dy = dy.astype(np.float64)
        outer = dy[..., :, np.newaxis] * x[..., np.newaxis, :].astype(np.float64)
        leading = tuple(range(dy.ndim - 1))
        return np.dot(dy, self.weight), np.sum(outer, axis=leading), np.sum(dy, axis=leading)


def linear_forward(x, w, b=None):
    return Linear(w, b).linear(x).astype(x.dtype)


def linear_backward(dy, x, w):
    return tuple(np.array(gradient, dtype=w.dtype) for gradient in Linear(w).backward(dy, x))
