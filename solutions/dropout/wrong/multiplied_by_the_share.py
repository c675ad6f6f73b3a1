"""
verdict = "WA"
caught_by = ["forward", "backward", "mean_stays"]
en = "What is kept is multiplied by 1 - p instead of being divided by it."
zh = "保留的元素乘以了 1 - p，而不是除以它。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) >= p
    y = np.zeros_like(x)
    y[mask] = x[mask] * (1 - p)
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] * (1 - p)
    return dx
