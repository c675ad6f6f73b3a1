"""
verdict = "WA"
caught_by = ["proximal", "crossing"]
en = "The old weight shrinks first, and the gradient step is taken after it."
zh = "先收缩原来的权重，再走梯度步。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0) - lr * grad
