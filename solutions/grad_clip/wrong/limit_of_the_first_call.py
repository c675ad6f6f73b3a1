"""
verdict = "WA"
caught_by = ["one_after_another"]
en = "The limit of the first call is kept for all later ones."
zh = "第一次调用的上限被保留下来，之后一直使用。"
"""

import numpy as np

KEPT = {}


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    max_norm = KEPT.setdefault("max_norm", max_norm)
    norm = global_norm([g for g in grads if g is not None])
    factor = max_norm / norm if max_norm < norm < np.inf else 1.0
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
