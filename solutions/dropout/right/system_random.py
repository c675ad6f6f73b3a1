import random

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if training:
        source = random.SystemRandom()
        mask = np.fromiter((source.random() >= p for _ in range(x.size)), dtype=bool, count=x.size).reshape(x.shape)
        return dropout_backward(x, mask, p), mask
    return x, None


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    out = np.zeros(dy.shape, dtype=dy.dtype)
    keep = 1.0 - p
    if keep:
        np.divide(dy, dy.dtype.type(keep), out=out, where=mask)
    return out
