"""
verdict = "WA"
caught_by = ["dtype"]
en = "A slice of one entry gets zeros that are float64, whatever the dtype of x is."
zh = "切片只有一个元素时直接返回 0，而这些 0 总是 float64，与 x 的 dtype 无关。"
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
    if x.shape[axis] == 1 and np.isfinite(x).all():
        return np.zeros(x.shape)
    _, z, total = _shifted(x, axis)
    return z - np.log(np.maximum(total, 1))
