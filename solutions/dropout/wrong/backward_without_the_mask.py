"""
verdict = "WA"
caught_by = ["backward", "backward_draws_nothing", "central_differences"]
en = "The backward pass scales the whole gradient; dropped elements get a share of it too."
zh = "反向对整个梯度做了缩放，被丢弃的元素也分到了梯度。"
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
    return dy if p == 1 else dy / (1 - p)
