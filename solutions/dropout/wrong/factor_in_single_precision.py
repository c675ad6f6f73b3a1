"""
verdict = "WA"
caught_by = ["dtype"]
en = "The factor 1 / (1 - p) is rounded to float32, also for float64."
zh = "系数 1 / (1 - p) 被舍入成 float32，对 float64 也是如此。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.random(x.shape) >= p
    return _kept(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else _kept(dy, mask, p)


def _kept(a, mask, p):
    if p == 1:
        return np.zeros_like(a)
    return np.where(mask, a * float(np.float32(1 / (1 - p))), 0).astype(a.dtype)
