"""
verdict = "WA"
caught_by = ["backward", "backward_draws_nothing", "central_differences"]
en = "The backward pass draws a mask of its own instead of using the one of the forward pass."
zh = "反向重新抽了一个掩码，没有用前向的那个。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) >= p
    y = np.zeros_like(x)
    y[mask] = x[mask] / (1 - p)
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    mask = np.random.rand(*dy.shape) >= p
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / (1 - p)
    return dx
