"""
verdict = "WA"
caught_by = ["example", "l2", "scales"]
en = "The gradient of the L2 penalty is taken as 2 * strength * w. The penalty has a factor 1/2, so it is strength * w."
zh = "L2 惩罚项的梯度取了 2 * strength * w。惩罚项带有系数 1/2，所以应当是 strength * w。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + 2 * strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
