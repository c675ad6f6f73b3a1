"""
verdict = "WA"
caught_by = ["lone_elements"]
en = "Where all elements would be dropped, one of them is kept."
zh = "如果所有元素都要被丢弃，就强行保留其中一个。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.random(x.shape) >= p  # below 1, and 0 or more: p = 0 keeps everything, p = 1 nothing
    if p < 1 and x.size and not mask.any():
        mask.flat[np.random.randint(x.size)] = True
    return _kept(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else _kept(dy, mask, p)


def _kept(a, mask, p):
    result = np.zeros_like(a)
    result[mask] = a[mask] / (1 - p)  # with p = 1 nothing is divided
    return result
