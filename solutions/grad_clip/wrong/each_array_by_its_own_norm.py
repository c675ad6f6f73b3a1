"""
verdict = "WA"
caught_by = ["example", "above", "one_factor", "cut_up"]
en = "Each array is clipped by its own norm. The arrays get different factors, and the direction of the step changes."
zh = "每个数组按自己的范数裁剪。各数组的系数不同，更新步的方向就变了。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    clipped = []
    for g in grads:
        own = 0.0 if g is None else global_norm([g])
        clipped.append(None if g is None else g * (max_norm / own if max_norm < own < np.inf else 1.0))
    return clipped, norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
