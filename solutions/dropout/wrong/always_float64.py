"""
verdict = "WA"
caught_by = ["dtype"]
en = "The mask divided by 1 - p is float64, and makes float64 of a float32 input."
zh = "掩码除以 1 - p 之后是 float64，float32 的输入因此变成了 float64。"
"""

import numpy as np


def factors(mask, p):
    return np.zeros(mask.shape) if p == 1 else mask / (1 - p)


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) >= p
    return x * factors(mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else dy * factors(mask, p)
