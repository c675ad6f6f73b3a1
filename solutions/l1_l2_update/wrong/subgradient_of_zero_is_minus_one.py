"""
verdict = "WA"
caught_by = ["weight_of_zero"]
en = "The subgradient at 0 is taken as -1."
zh = "0 处的次梯度取成了 -1。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.where(w > 0, 1, -1).astype(w.dtype))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
