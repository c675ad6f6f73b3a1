"""
verdict = "WA"
caught_by = ["values_do_not_matter"]
en = "The mask is read off the output: a zero of x that was kept counts as dropped."
zh = "掩码是从输出反推的：x 中本来为零而被保留的元素，也算成了被丢弃。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) >= p
    y = np.zeros_like(x)
    y[mask] = x[mask] / (1 - p)
    return y, y != 0


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / (1 - p)
    return dx
