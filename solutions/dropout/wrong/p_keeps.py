"""
verdict = "WA"
caught_by = ["forward", "share", "rare_and_frequent"]
en = "p is taken as the probability of being kept: the share of drops is 1 - p, and what is kept is divided by p."
zh = "把 p 当成了保留的概率：丢弃的比例变成 1 - p，保留的元素除以 p。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) < p
    y = np.zeros_like(x)
    y[mask] = x[mask] / p
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / p
    return dx
