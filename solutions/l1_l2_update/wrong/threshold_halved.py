"""
verdict = "WA"
caught_by = ["example", "proximal", "scales"]
en = "The threshold is lr * strength / 2, which belongs to a loss without the factor 1/2."
zh = "阈值取了 lr * strength / 2，那属于距离平方不带 1/2 的情形。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength / 2, 0.0)
