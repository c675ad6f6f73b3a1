"""
verdict = "RTE"
caught_by = ["example", "none"]
en = "A gradient that is None raises."
zh = "梯度是 None 时会报错。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm(grads)
    factor = max_norm / norm if max_norm < norm < np.inf else 1.0
    return [g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
