"""
verdict = "WA"
caught_by = ["example", "l2", "subgradient"]
en = "The gradient of the loss is left out."
zh = "漏掉了损失的梯度。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
