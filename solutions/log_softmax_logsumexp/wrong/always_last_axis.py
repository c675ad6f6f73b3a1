"""
verdict = "WA"
caught_by = ["axis", "square_both_axes", "every_axis"]
en = "The argument axis is ignored: everything runs along the last axis."
zh = "忽略了参数 axis：总是沿最后一个轴计算。"
"""

import numpy as np


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, -1)
    y = m + np.log(np.maximum(total, 1))
    return y if keepdims else np.squeeze(y, axis=-1)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, -1)
    return z - np.log(np.maximum(total, 1))
