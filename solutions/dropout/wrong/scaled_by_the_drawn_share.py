"""
verdict = "WA"
caught_by = ["forward", "any_rank"]
en = "The scale is that of the elements that happened to be kept, not 1 / (1 - p)."
zh = "缩放系数用的是这次实际保留的比例，而不是 1 / (1 - p)。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) >= p
    y = np.zeros_like(x)
    y[mask] = x[mask] / max(mask.mean(), 1e-12)
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / max(mask.mean(), 1e-12)
    return dx
