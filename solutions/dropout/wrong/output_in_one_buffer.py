"""
verdict = "WA"
caught_by = ["standard_answers_stay"]
en = "All outputs of one shape are written into one array, so a later call changes the y that an earlier one returned."
zh = "同一形状的输出都写进同一个数组，于是后一次调用会改变先前返回的 y。"
"""

import numpy as np

_outputs = {}


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.random(x.shape) >= p  # below 1, and 0 or more: p = 0 keeps everything, p = 1 nothing
    return _kept(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else _kept(dy, mask, p)


def _kept(a, mask, p):
    result = _outputs.setdefault((a.shape, a.dtype), np.empty_like(a))
    result.fill(0)
    result[mask] = a[mask] / (1 - p)  # with p = 1 nothing is divided
    return result
