"""
verdict = "WA"
caught_by = ["excluded_slices", "all_excluded"]
en = "-inf is replaced by a low finite number. A slice of nothing but -inf then comes out as a uniform distribution."
zh = "-inf 被换成了一个很低的有限数。全为 -inf 的切片于是变成了均匀分布。"
"""

import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    x = np.maximum(x, -1e30).astype(x.dtype)
    m = np.max(x, axis=axis, keepdims=True)
    y = m + np.log(np.exp(x - m).sum(axis=axis, keepdims=True))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    x = np.maximum(x, -1e30).astype(x.dtype)
    z = x - np.max(x, axis=axis, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))
