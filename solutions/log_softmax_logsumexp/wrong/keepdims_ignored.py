"""
verdict = "WA"
caught_by = ["axis", "every_axis"]
en = "logsumexp drops the axis whatever keepdims says."
zh = "logsumexp 无视 keepdims，总是去掉该轴。"
"""

import numpy as np


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, axis)
    return np.squeeze(m + np.log(np.maximum(total, 1)), axis=axis)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    return z - np.log(np.maximum(total, 1))
