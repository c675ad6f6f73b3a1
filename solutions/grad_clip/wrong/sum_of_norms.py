"""
verdict = "WA"
caught_by = ["example", "above", "cut_up"]
en = "The global norm is the sum of the arrays' norms. It is the root of the sum of their squares."
zh = "全局范数取成了各数组范数之和，而它应当是各范数平方和的平方根。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = sum((global_norm([g]) for g in grads if g is not None), 0.0)
    factor = max_norm / norm if max_norm < norm < np.inf else 1.0
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
