"""
verdict = "WA"
caught_by = ["l2", "scales"]
en = "The gradient of the norm is taken instead of that of its square: w / norm(w)."
zh = "取了范数的梯度 w / norm(w)，而不是范数平方的梯度。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w / max(float(np.sqrt(np.sum(w * w))), 1e-300))


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
