import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x.copy(), None
    mask = np.random.rand(*x.shape) < 1 - p
    scale = 0.0 if p == 1 else 1 / (1 - p)
    return x * mask * scale, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy.copy()
    scale = 0.0 if p == 1 else 1 / (1 - p)
    return scale * (mask * dy)
