"""
verdict = "WA"
caught_by = ["excluded_slices", "all_excluded"]
en = "In a slice of nothing but -inf the maximum is -inf, and -inf - (-inf) is NaN. Some libraries answer NaN there; this exercise pins -inf."
zh = "全为 -inf 的切片最大值是 -inf，而 -inf - (-inf) 得 NaN。有些库在这里返回 NaN；本题规定为 -inf。"
"""

import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    m = np.max(x, axis=axis, keepdims=True)
    y = m + np.log(np.exp(x - m).sum(axis=axis, keepdims=True))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    z = x - np.max(x, axis=axis, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))
