"""
verdict = "WA"
caught_by = ["example", "proximal"]
en = "Negative values become 0: the sign is lost."
zh = "负值都变成 0：丢了符号。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.maximum(v - lr * strength, 0.0)
