"""
verdict = "WA"
caught_by = ["input_untouched", "input_untouched_excluded", "standard_inputs_untouched"]
en = "The maximum is subtracted from x itself, the caller's array."
zh = "直接在 x（调用者的数组）上减去了最大值。"
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
    m = np.max(x, axis=axis, keepdims=True)
    x -= np.where(np.isneginf(m), 0, m)
    x -= np.log(np.maximum(np.exp(x).sum(axis=axis, keepdims=True), 1))
    return x
