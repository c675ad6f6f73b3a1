"""
verdict = "WA"
caught_by = ["excluded_slices", "all_excluded"]
en = "NaN is replaced by 0 at the end, so a slice of nothing but -inf gets log-softmax 0: probability 1 everywhere."
zh = "最后把 NaN 换成了 0，于是全为 -inf 的切片得到 log-softmax 为 0：处处概率为 1。"
"""

import numpy as np


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, axis)
    y = m + np.log(np.maximum(total, 1))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    z = x - np.max(x, axis=axis, keepdims=True)
    y = z - np.log(np.exp(z).sum(axis=axis, keepdims=True))
    return np.where(np.isnan(y), 0, y)
