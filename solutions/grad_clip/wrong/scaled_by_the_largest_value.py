"""
verdict = "WA"
caught_by = ["one_giant", "empty"]
en = "The values are divided by the largest value, not the largest magnitude: what is negative only is taken for 0, and large negative values overflow all the same."
zh = "除以的是最大的值，而不是最大的绝对值：全为负时被当成 0，很大的负值照样溢出。"
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
    largest = values.max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
