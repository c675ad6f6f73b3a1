"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "The result is written into an array that is kept for its shape: the next call overwrites it."
zh = "结果写进按形状保留的数组：下一次调用会覆盖它。"
"""

import numpy as np

BUFFERS = {}


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    kept = BUFFERS.setdefault((w.shape, w.dtype), np.empty_like(w))
    kept[...] = np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
    return kept
