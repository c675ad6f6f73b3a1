import numpy as np


def linear_forward(x, w, b=None):
    y = np.tensordot(x, w, axes=(-1, 1))
    return y if b is None else np.add(y, b)


def linear_backward(dy, x, w):
    leading = list(range(x.ndim - 1))
    return np.tensordot(dy, w, axes=(-1, 0)), np.tensordot(dy, x, axes=(leading, leading)), np.array(dy.sum(axis=tuple(leading)))
