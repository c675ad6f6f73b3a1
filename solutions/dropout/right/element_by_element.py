import random

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    mask = np.empty(x.shape, dtype=bool)
    for index in np.ndindex(x.shape):
        mask[index] = random.random() >= p
    if not training:
        return np.array(x), None
    return dropout_backward(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    dx = np.array(dy)
    if mask is not None:
        for index in np.ndindex(dx.shape):
            dx[index] = dx[index] / (1 - p) if mask[index] else 0
    return dx
