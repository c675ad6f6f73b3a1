"""
verdict = "WA"
caught_by = ["dtypes", "standard_dtype_kept"]
en = "The factor is a float64 scalar of numpy: float32 gradients come back as float64."
zh = "系数是 numpy 的 float64 标量：float32 的梯度变成了 float64。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = max_norm / norm if max_norm < norm < np.inf else 1.0
    return [None if g is None else g * np.float64(factor) for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
