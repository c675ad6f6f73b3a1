"""
verdict = "WA"
caught_by = ["no_slice_repeats"]
en = "In arrays of three dimensions one mask is drawn for all entries of the first."
zh = "对三维数组只抽取一个掩码，供第一维的所有元素共用。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.random(x.shape) >= p
    if x.ndim == 3:
        mask[:] = mask[:1]
    return _kept(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else _kept(dy, mask, p)


def _kept(a, mask, p):
    result = np.zeros_like(a)
    result[mask] = a[mask] / (1 - p)
    return result
