"""
verdict = "WA"
caught_by = ["example", "axis", "sums_to_one"]
en = "The exponentials are summed over the whole array instead of along the axis."
zh = "对整个数组求和，而不是沿该轴求和。"
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
    _, z, _ = _shifted(x, axis)
    return z - np.log(np.exp(z).sum())
