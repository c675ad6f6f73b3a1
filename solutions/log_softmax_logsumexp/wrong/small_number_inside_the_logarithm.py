"""
verdict = "WA"
caught_by = ["large", "underflow", "minus_infinity"]
en = "A small constant is added to the probability before its logarithm is taken. Every low value comes out as the constant's logarithm."
zh = "取对数之前给概率加了一个小常数。所有很低的值都变成了这个常数的对数。"
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
    _, z, total = _shifted(x, axis)
    return np.log(np.exp(z) / np.maximum(total, 1) + 1e-12).astype(x.dtype)
