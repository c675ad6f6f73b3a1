"""
verdict = "WA"
caught_by = ["example", "subgradient", "scales"]
en = "The L1 penalty of the subgradient rule is not multiplied by lr."
zh = "次梯度规则的 L1 惩罚没有乘 lr。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * grad - strength * np.sign(w)


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
