"""
verdict = "WA"
caught_by = ["large", "underflow"]
en = "log_softmax takes the logarithm of the finished softmax. Probabilities that underflow to 0 become -inf."
zh = "log_softmax 对算好的 softmax 取对数。下溢成 0 的概率变成了 -inf。"
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
    return np.log(np.exp(z) / np.maximum(total, 1))
