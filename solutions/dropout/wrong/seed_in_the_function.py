"""
verdict = "WA"
caught_by = ["drawn_anew", "number_varies"]
en = "A seed is set in the function, so every call draws the same mask."
zh = "在函数里设置了种子，于是每次调用都抽到同样的掩码。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    np.random.seed(0)
    mask = np.random.rand(*x.shape) >= p
    y = np.zeros_like(x)
    y[mask] = x[mask] / (1 - p)
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / (1 - p)
    return dx
