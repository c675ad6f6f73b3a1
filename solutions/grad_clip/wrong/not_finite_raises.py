"""
verdict = "RTE"
caught_by = ["not_finite"]
en = "An exception is raised where the norm is not finite. Here the norm is returned, and the caller decides."
zh = "范数不是有限数时抛出了异常。这里要返回范数，由调用者决定。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    if not np.isfinite(norm):
        raise ValueError("gradients are not finite")
    factor = max_norm / norm if max_norm < norm else 1.0
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
