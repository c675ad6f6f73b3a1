"""
verdict = "WA"
caught_by = ["example", "small"]
en = "logsumexp returns the logarithm of the shifted sum: the maximum is not added back."
zh = "logsumexp 返回的是平移之后的和的对数：没有把最大值加回来。"
"""

import numpy as np


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, axis)
    y = np.where(np.isneginf(m), m, np.log(np.maximum(total, 1)))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    return z - np.log(np.maximum(total, 1))
