"""
verdict = "WA"
caught_by = ["example", "above", "one_factor"]
en = "Both functions clip value by value."
zh = "两个函数都是按值裁剪。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    return clip_by_value(grads, max_norm) if max_norm < norm < np.inf else clip_by_value(grads, np.inf), norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
