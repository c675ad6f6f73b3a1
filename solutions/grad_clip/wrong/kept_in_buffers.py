"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "The clipped gradients are written into arrays that are kept for their shapes: the next call overwrites what the last one returned."
zh = "裁剪后的梯度写进按位置和形状保留的数组：下一次调用会覆盖上一次返回的结果。"
"""

import numpy as np

BUFFERS = {}


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = max_norm / norm if max_norm < norm < np.inf else 1.0
    clipped = []
    for i, g in enumerate(grads):
        if g is not None:
            kept = BUFFERS.setdefault((i, g.shape, g.dtype), np.empty_like(g))
            kept[...] = g * factor
            g = kept
        clipped.append(g)
    return clipped, norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
