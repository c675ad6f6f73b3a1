"""
verdict = "WA"
caught_by = ["underflow"]
en = "The values are squared as they are, unless they are very large. Where they are very small the squares are 0, and so is the norm."
zh = "只有值很大时才先缩放。值很小时平方变成 0，范数也就成了 0。"
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
    largest = np.maximum(largest, 1.0)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
