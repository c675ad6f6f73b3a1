"""
verdict = "WA"
caught_by = ["l2", "scales"]
en = "The L2 penalty takes its share of the weight after the step."
zh = "L2 惩罚按移动之后的权重计算。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    v = w - lr * grad
    return v - lr * strength * v


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
