"""
verdict = "WA"
caught_by = ["example", "small", "axis"]
en = "logsumexp keeps the axis with length 1 where keepdims is False."
zh = "keepdims 为 False 时，logsumexp 仍然保留了长度为 1 的轴。"
"""

import numpy as np


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, axis)
    return m + np.log(np.maximum(total, 1))


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    return z - np.log(np.maximum(total, 1))
