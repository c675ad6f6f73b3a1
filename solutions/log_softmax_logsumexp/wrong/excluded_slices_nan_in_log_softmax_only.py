"""
verdict = "WA"
caught_by = ["excluded_slices", "all_excluded"]
en = "logsumexp of a slice of -inf is mended, but log_softmax still subtracts -inf from -inf there, which is NaN."
zh = "logsumexp 处理了全为 -inf 的切片，但 log_softmax 在那里仍然用 -inf 减 -inf，得到 NaN。"
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
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))
