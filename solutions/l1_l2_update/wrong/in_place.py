"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "The caller's weights are changed in place."
zh = "在原地修改了调用者的权重。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    w -= lr * (grad + strength * w)
    return np.array(w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
