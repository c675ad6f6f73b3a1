"""
verdict = "WA"
caught_by = ["overflow", "underflow", "one_giant"]
en = "The values are squared as they are: the squares leave the range of float64 where the norm does not."
zh = "直接对各个值平方：范数还在 float64 的范围之内，平方却已经超出。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = max_norm / norm if max_norm < norm < np.inf else 1.0
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    total = 0.0
    with np.errstate(all="ignore"):
        for a in arrays:
            total += float(np.sum(a.astype(np.float64) ** 2))
    return total**0.5
