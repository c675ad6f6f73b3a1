"""
verdict = "WA"
caught_by = ["every_axis"]
en = "Without an axis, axis 1 is taken instead of the last one: the same for two dimensions, not for three."
zh = "没有给出 axis 时取第 1 轴而不是最后一个轴：二维时相同，三维时就不同了。"
"""

import numpy as np


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=1, keepdims=False):
    axis = 0 if x.ndim == 1 else axis
    m, _, total = _shifted(x, axis)
    y = m + np.log(np.maximum(total, 1))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=1):
    _, z, total = _shifted(x, 0 if x.ndim == 1 else axis)
    return z - np.log(np.maximum(total, 1))
