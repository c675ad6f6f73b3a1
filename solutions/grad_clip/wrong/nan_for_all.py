"""
verdict = "WA"
caught_by = ["not_finite"]
en = "Where a value is not finite all gradients become NaN, as in TensorFlow. Here they are left as they are; the norm tells."
zh = "有值不是有限数时，把所有梯度都变成 NaN，和 TensorFlow 一样。这里各个值原样保留，由范数表明。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = max_norm / norm if max_norm < norm < np.inf else 1.0 if norm < np.inf else np.nan
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
