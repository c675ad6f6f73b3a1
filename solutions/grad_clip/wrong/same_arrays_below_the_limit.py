"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "Below the limit the caller's own arrays come back, not new ones: whoever writes into one changes the other."
zh = "没有超出上限时，返回的就是调用者的数组而不是新数组：改动其中一个，另一个也跟着变。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = max_norm / norm if max_norm < norm < np.inf else 1.0
    if factor == 1.0:
        return list(grads), norm
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
