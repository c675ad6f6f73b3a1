"""
verdict = "WA"
caught_by = ["number_varies"]
en = "Exactly the share p of the elements is dropped in every call, instead of each one with probability p."
zh = "每次都恰好丢弃比例为 p 的元素，而不是让每个元素以概率 p 被丢弃。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.ones(x.shape, dtype=bool)
    mask.ravel()[np.random.permutation(x.size)[: round(p * x.size)]] = False
    y = np.zeros_like(x)
    y[mask] = x[mask] / (1 - p)
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / (1 - p)
    return dx
