"""
verdict = "WA"
caught_by = ["example", "exact_zeros"]
en = "Weights that cross 0 in the subgradient step are set to 0. That is a rule of its own; here nothing is done about them."
zh = "次梯度的一步中越过 0 的权重被设为 0。那是另一种规则，这里不做任何处理。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    new = w - lr * (grad + strength * np.sign(w))
    return np.where(new * w < 0, 0, new).astype(w.dtype)


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
