"""
verdict = "WA"
caught_by = ["above", "exact_factor"]
en = "The gradients are divided by the norm and not multiplied by max_norm: the result has norm 1."
zh = "只除以范数而没有乘 max_norm：结果的范数成了 1。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = 1.0 / norm if max_norm < norm < np.inf else 1.0
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
