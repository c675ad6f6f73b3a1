"""
verdict = "WA"
caught_by = ["forward", "backward", "mean_stays"]
en = "What is kept is not scaled up, neither forward nor backward: in training the mean is smaller than in evaluation."
zh = "前向和反向都没有放大保留的元素：训练时的均值比评估时小。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) >= p
    y = np.zeros_like(x)
    y[mask] = x[mask]
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask]
    return dx
