"""
verdict = "WA"
caught_by = ["example", "proximal", "exact_zeros"]
en = "The value is moved by the threshold without stopping at 0."
zh = "按阈值移动时没有在 0 处停下。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * (np.abs(v) - lr * strength)
