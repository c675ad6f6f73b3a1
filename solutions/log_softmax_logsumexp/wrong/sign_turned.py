"""
verdict = "WA"
caught_by = ["example", "small"]
en = "log_softmax returns logsumexp(x) - x, which is the negative log-likelihood."
zh = "log_softmax 返回的是 logsumexp(x) - x，也就是负对数似然。"
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
    return np.log(np.maximum(total, 1)) - z
