"""
verdict = "WA"
caught_by = ["evaluation", "evaluation_any_p"]
en = "The argument training is ignored: elements are dropped in evaluation, too."
zh = "忽略了参数 training：评估模式下也丢弃元素。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
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
