"""
verdict = "WA"
caught_by = ["by_value_not_finite"]
en = "Values that are not finite are left alone. Infinities have to be clipped."
zh = "不是有限数的值都没有处理。无穷大应当被截断。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.where(np.isfinite(g), np.clip(g, -limit, limit), g) for g in grads]


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
