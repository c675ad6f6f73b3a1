"""
verdict = "WA"
caught_by = ["example", "proximal"]
en = "The proximal rule adds the subgradient to the step as well: the penalty counts twice."
zh = "近端规则在梯度步中也加了次梯度：惩罚算了两次。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * (grad + strength * np.sign(w))
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
