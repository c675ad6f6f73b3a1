"""
verdict = "WA"
caught_by = ["forward", "backward", "mean_stays"]
en = "What is kept is divided by p, the probability of being dropped, instead of by 1 - p."
zh = "保留的元素除以了丢弃的概率 p，而不是 1 - p。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) >= p
    y = np.zeros_like(x)
    y[mask] = x[mask] / p
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / p
    return dx
