"""
verdict = "WA"
caught_by = ["independent"]
en = "One draw decides for a whole sample: its elements are all kept or all dropped."
zh = "一次抽取决定整个样本的去留：其中的元素要么全部保留，要么全部丢弃。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.broadcast_to(np.random.rand(len(x), *[1] * (x.ndim - 1)) >= p, x.shape)
    y = np.zeros_like(x)
    y[mask] = x[mask] / (1 - p)
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / (1 - p)
    return dx
