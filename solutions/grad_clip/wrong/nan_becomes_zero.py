"""
verdict = "WA"
caught_by = ["by_value_not_finite"]
en = "np.nan_to_num makes NaN 0."
zh = "np.nan_to_num 把 NaN 变成了 0。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(np.where(np.isnan(g), g.dtype.type(0), g), -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = max_norm / norm if max_norm < norm < np.inf else 1.0
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
