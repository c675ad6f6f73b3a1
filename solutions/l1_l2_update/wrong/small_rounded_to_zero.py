"""
verdict = "WA"
caught_by = ["magnitudes"]
en = "What is below 1e-8 is rounded to 0 after the step, whatever the threshold."
zh = "走完之后把小于 1e-8 的值都变成 0，而不管阈值是多少。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    new = np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
    return np.where(np.abs(new) < 1e-8, 0, new).astype(w.dtype)
