"""
verdict = "WA"
caught_by = ["example", "exact_zeros"]
en = "Both L1 rules are the proximal one."
zh = "两个 L1 规则都写成了近端更新。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return l1_proximal_update(w, grad, lr, strength)


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
