"""
verdict = "WA"
caught_by = ["very_negative", "rows_of_different_scale"]
en = "The largest absolute value is subtracted instead of the largest value. Very negative slices are moved further down, and underflow."
zh = "减去的是绝对值的最大值，而不是最大值。很小（负）的切片被移得更低，全部下溢。"
"""

import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    m = np.max(np.abs(x), axis=axis, keepdims=True, where=np.isfinite(x), initial=0)
    y = m + np.log(np.exp(x - m).sum(axis=axis, keepdims=True))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    y = logsumexp(x, axis, keepdims=True)
    return x - np.where(np.isneginf(y), 0, y)
