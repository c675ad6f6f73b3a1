"""
verdict = "WA"
caught_by = ["example", "minus_infinity"]
en = "nan_to_num turns the -inf of excluded entries into the lowest finite number."
zh = "nan_to_num 把被排除位置的 -inf 变成了最小的有限数。"
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
    return np.nan_to_num(z - np.log(np.maximum(total, 1)))
