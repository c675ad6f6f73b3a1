"""
verdict = "WA"
caught_by = ["example", "none"]
en = "None is left out of the results: from there on gradients belong to the wrong parameters."
zh = "结果中漏掉了 None：从那里起，梯度就与参数对不上了。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [np.clip(g, -limit, limit) for g in grads if g is not None]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = max_norm / norm if max_norm < norm < np.inf else 1.0
    return [g * factor for g in grads if g is not None], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
