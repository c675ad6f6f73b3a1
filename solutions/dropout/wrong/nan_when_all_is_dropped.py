"""
verdict = "WA"
caught_by = ["everything_dropped"]
en = "With p = 1 zero is divided by zero: nan comes out instead of 0."
zh = "p = 1 时用零除以零：得到的是 nan，而不是 0。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) >= p
    return (x * mask / (1 - p)).astype(x.dtype), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else (dy * mask / (1 - p)).astype(dy.dtype)
