"""
verdict = "WA"
caught_by = ["below"]
en = "The factor min(1, max_norm / (norm + 1e-6)) is applied always: at the limit gradients shrink that should stay exactly as they are."
zh = "总是乘以 min(1, max_norm / (norm + 1e-6))：范数恰好等于上限时，本应原样保留的梯度也缩小了。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = min(1.0, max_norm / (norm + 1e-6)) if norm < np.inf else 1.0
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
