"""
verdict = "WA"
caught_by = ["example", "l2", "scales"]
en = "The L2 rule divides by 1 + lr * strength: that is its proximal step, not the gradient step."
zh = "L2 规则除以了 1 + lr * strength：那是它的近端更新，不是梯度步。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return (w - lr * grad) / (1 + lr * strength)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
