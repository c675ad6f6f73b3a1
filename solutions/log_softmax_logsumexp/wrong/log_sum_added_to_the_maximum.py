"""
verdict = "WA"
caught_by = ["large_float32", "large_float64"]
en = "log_softmax subtracts the finished logsumexp from x. Beside a large maximum the logarithm of the sum has lost its digits by then."
zh = "log_softmax 用 x 减去算好的 logsumexp。最大值很大时，和的对数加上去就已丢失有效数字。"
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
    y = logsumexp(x, axis, keepdims=True)
    return x - np.where(np.isneginf(y), 0, y)
