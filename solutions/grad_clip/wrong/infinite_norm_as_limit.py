"""
verdict = "WA"
caught_by = ["not_finite"]
en = "An infinite norm is above the limit, so everything is multiplied by max_norm / inf = 0: the infinite values become NaN and the others 0."
zh = "无穷大的范数超出上限，于是所有值都乘以 max_norm / inf = 0：无穷大的值变成 NaN，其余的变成 0。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = max_norm / norm if norm > max_norm else 1.0
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
