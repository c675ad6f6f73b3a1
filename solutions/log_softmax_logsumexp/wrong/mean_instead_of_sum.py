"""
verdict = "WA"
caught_by = ["example", "small", "all_equal"]
en = "The exponentials are averaged instead of summed: everything is off by log n."
zh = "对指数求了平均而不是求和：结果都差了 log n。"
"""

import numpy as np


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).mean(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, mean = _shifted(x, axis)
    y = m + np.log(np.where(mean == 0, 1, mean))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    _, z, mean = _shifted(x, axis)
    return z - np.log(np.where(mean == 0, 1, mean))
