"""
verdict = "WA"
caught_by = ["example", "small"]
en = "log_softmax subtracts the maximum, and then a logsumexp that has it added back: it is taken off twice."
zh = "log_softmax 先减去最大值，再减去已经把最大值加回来的 logsumexp：最大值减了两次。"
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
    m, z, _ = _shifted(x, axis)
    return z - np.where(np.isneginf(m), 0, logsumexp(x, axis, keepdims=True))
