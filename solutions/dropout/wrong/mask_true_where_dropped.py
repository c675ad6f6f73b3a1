"""
verdict = "WA"
caught_by = ["forward", "backward", "nothing_dropped", "everything_dropped"]
en = "The mask is True where an element is dropped."
zh = "掩码中 True 表示丢弃，正好反了。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) < p
    y = np.zeros_like(x)
    y[~mask] = x[~mask] / (1 - p)
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[~mask] = dy[~mask] / (1 - p)
    return dx
