"""
verdict = "WA"
caught_by = ["not_finite"]
en = "Values that are not finite are replaced by 0 before the norm is taken: nobody learns that the step is broken."
zh = "求范数之前把不是有限数的值换成了 0：没有人知道这一步已经坏了。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    grads = [None if g is None else np.where(np.isfinite(g), g, 0).astype(g.dtype) for g in grads]
    norm = global_norm([g for g in grads if g is not None])
    factor = max_norm / norm if max_norm < norm < np.inf else 1.0
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
