"""
verdict = "WA"
caught_by = ["backward", "bias_gradient"]
en = "db is the sum of all of dy, one number. Each output has a bias of its own."
zh = "db 是整个 dy 的和，只有一个数。每个输出都有自己的偏置。"
"""

import numpy as np


def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, np.full(len(w), dy.sum(), dtype=w.dtype)
