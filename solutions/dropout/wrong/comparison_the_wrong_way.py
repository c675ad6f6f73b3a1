"""
verdict = "WA"
caught_by = ["share", "rare_and_frequent", "mean_stays"]
en = "The random numbers are compared with p the wrong way round: elements are kept with probability p, though scaled for 1 - p."
zh = "随机数与 p 的比较方向反了：元素以概率 p 保留，缩放却按 1 - p 进行。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) < p
    y = np.zeros_like(x)
    y[mask] = x[mask] / (1 - p)
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / (1 - p)
    return dx
