"""
verdict = "WA"
caught_by = ["no_limit"]
en = "max_norm / max(norm, max_norm) is inf / inf for an infinite limit: everything becomes NaN."
zh = "上限为无穷大时，max_norm / max(norm, max_norm) 是 inf / inf：一切都变成了 NaN。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = 1.0
    if np.isfinite(norm) and max(norm, max_norm) > 0:
        factor = max_norm / max(norm, max_norm)
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
