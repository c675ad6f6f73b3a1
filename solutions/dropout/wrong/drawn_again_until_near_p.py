"""
verdict = "WA"
caught_by = ["share_may_be_far"]
en = "The mask is drawn again until the share of dropped elements is close to p: the elements are not independent."
zh = "反复重抽，直到被丢弃的比例接近 p：元素之间不再独立。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.random(x.shape) >= p
    while mask.size > 20 and 0 < p < 1 and abs(mask.mean() - (1 - p)) > 0.1:
        mask = np.random.random(x.shape) >= p
    return _kept(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else _kept(dy, mask, p)


def _kept(a, mask, p):
    result = np.zeros_like(a)
    result[mask] = a[mask] / (1 - p)
    return result
