"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "The entries are taken in the order in which they lie in memory: of a transpose that is not the order of its rows."
zh = "按元素在内存中的顺序来取：对于转置得到的数组，这并不是逐行的顺序。"
"""

import numpy as np


def _shifted(x, axis):
    x = x.ravel(order="K").reshape(x.shape)
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
