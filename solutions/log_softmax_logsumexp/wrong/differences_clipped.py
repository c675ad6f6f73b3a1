"""
verdict = "WA"
caught_by = ["large", "underflow"]
en = "The shifted logits are clipped from below before exp, and the clipped ones are returned."
zh = "取指数之前把平移后的 logits 从下方截断，返回的也是截断后的值。"
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
    kept = np.where(np.isneginf(z), z, np.maximum(z, -100))
    return kept - np.log(np.maximum(total, 1))
