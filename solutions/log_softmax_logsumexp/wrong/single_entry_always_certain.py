"""
verdict = "WA"
caught_by = ["all_excluded"]
en = "A slice of one entry always gets log-softmax 0, even where that entry is -inf."
zh = "切片只有一个元素时，log-softmax 总是返回 0，即使这个元素是 -inf。"
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
    if x.shape[axis] == 1:
        return np.zeros_like(x)
    _, z, total = _shifted(x, axis)
    return z - np.log(np.maximum(total, 1))
