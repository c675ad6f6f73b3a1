"""
verdict = "WA"
caught_by = ["rows_of_different_scale"]
en = "The maximum of the whole array is subtracted instead of each slice's own. Slices far below it underflow to log 0."
zh = "减去的是整个数组的最大值，而不是每个切片各自的最大值。远低于它的切片会下溢成 log 0。"
"""

import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    m = x.max()
    m = m if np.isfinite(m) else x.dtype.type(0)
    return m + np.log(np.exp(x - m).sum(axis=axis, keepdims=keepdims))


def log_softmax(x, axis=-1):
    y = logsumexp(x, axis, keepdims=True)
    return x - np.where(np.isneginf(y), 0, y)
