"""
verdict = "WA"
caught_by = ["nearly_everything_dropped"]
en = "1 - p is kept from 0 by a lower bound, which bounds the factor as well."
zh = "为了避免除以 0，给 1 - p 设了下限，系数也因此有了上限。"
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
    return np.where(mask, a / max(1 - p, 0.01), 0).astype(a.dtype)
