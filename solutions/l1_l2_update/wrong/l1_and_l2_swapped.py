"""
verdict = "WA"
caught_by = ["example", "l2", "subgradient"]
en = "L1 and L2 are mixed up: the L2 rule uses the sign, the L1 rule the weight."
zh = "L1 和 L2 弄反了：L2 规则用了符号，L1 规则用了权重。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w) * 1)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
