"""
verdict = "WA"
caught_by = ["standard_answers_stay"]
en = "All masks of one shape are written into one array, so a later call changes the mask that an earlier one returned."
zh = "同一形状的掩码都写进同一个数组，后面的调用会改变先前返回的掩码。"
"""

import numpy as np

buffers = {}


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = buffers.setdefault(x.shape, np.empty(x.shape, dtype=bool))
    np.greater_equal(np.random.random(x.shape), p, out=mask)  # below 1, and 0 or more: p = 0 keeps everything, p = 1 nothing
    return _kept(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else _kept(dy, mask, p)


def _kept(a, mask, p):
    result = np.zeros_like(a)
    result[mask] = a[mask] / (1 - p)  # with p = 1 nothing is divided
    return result
