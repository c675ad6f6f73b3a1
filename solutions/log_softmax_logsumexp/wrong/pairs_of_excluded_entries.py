"""
verdict = "WA"
caught_by = ["minus_infinity", "excluded_slices"]
en = "The entries are joined two at a time by max + log1p(exp(-|a - b|)). For two entries of -inf the difference is NaN."
zh = "用 max + log1p(exp(-|a - b|)) 两个两个地合并。两个 -inf 的差是 NaN。"
"""

import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    rows = np.moveaxis(x, axis, 0)
    y = rows[0]
    for row in rows[1:]:
        y = np.maximum(y, row) + np.log1p(np.exp(-np.abs(y - row)))
    return np.expand_dims(y, axis) if keepdims else np.array(y)


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    return z - np.log(np.maximum(total, 1))
