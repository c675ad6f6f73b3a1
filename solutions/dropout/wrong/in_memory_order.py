"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "Elements are taken in the order of the memory, and meet the mask of another place."
zh = "元素按内存中的顺序取出，对上了其他位置的掩码。"
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
    result = np.zeros(a.shape, a.dtype)
    result[mask] = a.ravel(order="K").reshape(a.shape)[mask] / (1 - p)
    return result
