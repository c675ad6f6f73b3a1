"""
verdict = "WA"
caught_by = ["example", "l2"]
en = "The L2 rule ignores the penalty."
zh = "L2 规则忽略了惩罚项。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * grad


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
