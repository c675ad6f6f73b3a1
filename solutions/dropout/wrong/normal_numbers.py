"""
verdict = "WA"
caught_by = ["share", "rare_and_frequent", "mean_stays", "nothing_dropped"]
en = "The random numbers are normal (randn) instead of uniform (rand): the share of drops is not p."
zh = "用了正态随机数（randn）而不是均匀随机数（rand）：丢弃的比例不是 p。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.randn(*x.shape) >= p
    y = np.zeros_like(x)
    y[mask] = x[mask] / (1 - p)
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / (1 - p)
    return dx
