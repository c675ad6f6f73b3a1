"""
verdict = "WA"
caught_by = ["by_value", "both_ends"]
en = "clip_by_value scales the whole array by its largest magnitude instead of moving each value by itself."
zh = "clip_by_value 按最大的绝对值缩放了整个数组，而不是逐个限制每个值。"
"""

import numpy as np


def clip_by_value(grads, limit):
    def scaled(g):
        largest = np.abs(g).max(initial=0.0)
        return g * float(limit / largest) if limit < largest < np.inf else np.clip(g, -limit, limit)

    return [None if g is None else scaled(g) for g in grads]


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
