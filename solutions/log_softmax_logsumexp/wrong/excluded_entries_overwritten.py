"""
verdict = "WA"
caught_by = ["input_untouched_excluded"]
en = "The entries of -inf are replaced in x itself, which belongs to the caller."
zh = "直接在 x 中替换了 -inf，而 x 属于调用者。"
"""

import numpy as np


def _shifted(x, axis):
    excluded = np.isneginf(x)
    if excluded.any():
        x[excluded] = np.finfo(x.dtype).min
    m = np.max(x, axis=axis, keepdims=True)
    z = np.where(excluded, -np.inf, x - m).astype(x.dtype)
    return np.where(excluded.all(axis=axis, keepdims=True), -np.inf, m).astype(x.dtype), z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, axis)
    y = m + np.log(np.maximum(total, 1))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    return z - np.log(np.maximum(total, 1))
