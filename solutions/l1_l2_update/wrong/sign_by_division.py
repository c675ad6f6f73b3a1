"""
verdict = "WA"
caught_by = ["example", "weight_of_zero"]
en = "The sign is computed as w / abs(w), which is 0 / 0 for a weight of 0."
zh = "用 w / abs(w) 求符号，权重为 0 时成了 0 / 0。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    with np.errstate(all="ignore"):
        return w - lr * (grad + strength * (w / np.abs(w)))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
