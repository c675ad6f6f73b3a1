"""
verdict = "WA"
caught_by = ["forward", "example", "nothing_dropped"]
en = "The mask that is returned holds the factors 0 and 1 / (1 - p) instead of bools."
zh = "返回的掩码存的是系数 0 和 1 / (1 - p)，而不是布尔值。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = (np.random.rand(*x.shape) >= p).astype(x.dtype)
    if p < 1:
        mask /= 1 - p
    return x * mask, mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else dy * mask
