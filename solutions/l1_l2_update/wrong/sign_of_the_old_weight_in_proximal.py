"""
verdict = "WA"
caught_by = ["crossing", "minimum"]
en = "The proximal rule gives the result the sign of the old weight instead of the moved one."
zh = "近端规则用了原来权重的符号，而不是移动之后的。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(w) * np.maximum(np.abs(v) - lr * strength, 0.0)
