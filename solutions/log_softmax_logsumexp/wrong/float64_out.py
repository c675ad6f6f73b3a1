"""
verdict = "WA"
caught_by = ["dtype", "standard_dtype_kept"]
en = "The results are float64 whatever the input's dtype."
zh = "无论输入是什么 dtype，结果总是 float64。"
"""

import numpy as np


def _shifted(x, axis):
    x = x.astype(np.float64)
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, axis)
    y = m + np.log(np.maximum(total, 1))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    return z - np.log(np.maximum(total, 1))
