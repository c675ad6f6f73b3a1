"""
verdict = "WA"
caught_by = ["sign_of_the_old_weight", "subgradient"]
en = "The subgradient is taken after the step for the loss, from the sign of the moved weight."
zh = "次梯度取的是按损失移动之后的权重的符号。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    v = w - lr * grad
    return v - lr * strength * np.sign(v)


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
