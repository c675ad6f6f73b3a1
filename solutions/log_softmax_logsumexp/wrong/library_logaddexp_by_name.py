"""
verdict = "RV"
caught_by = []
en = "np.logaddexp is reached through getattr and an alias. It is a ready-made log-sum-exp all the same."
zh = "通过 getattr 和别名取得了 np.logaddexp。它仍然是现成的 log-sum-exp。"
"""

import numpy as np

add = getattr(np, "log" + "addexp")


def logsumexp(x, axis=-1, keepdims=False):
    return add.reduce(x, axis=axis, keepdims=keepdims)


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    return z - np.log(np.maximum(total, 1))
