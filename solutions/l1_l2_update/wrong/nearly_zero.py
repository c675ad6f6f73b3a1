"""
verdict = "WA"
caught_by = ["exact_zeros", "threshold"]
en = "Small values are multiplied by a tiny number instead of becoming exactly 0."
zh = "很小的值乘了一个极小的数，而不是恰好变成 0。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 1e-9 * np.abs(v))
