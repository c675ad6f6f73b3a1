"""
verdict = "WA"
caught_by = ["zeros", "empty"]
en = "The values are divided by the largest magnitude without a look at whether it is 0: gradients of zero become NaN."
zh = "没有先看最大的绝对值是否为 0 就除以它：全零的梯度变成了 NaN。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = max_norm / norm if max_norm < norm < np.inf else 1.0
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if not np.isfinite(largest):
        return float(largest)
    with np.errstate(all="ignore"):
        return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
