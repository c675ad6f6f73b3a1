"""
verdict = "WA"
caught_by = ["example", "exact_zeros"]
en = "Both L1 rules are the subgradient one: no weight becomes exactly 0."
zh = "两个 L1 规则都写成了次梯度：没有权重恰好为 0。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    return l1_subgradient_update(w, grad, lr, strength)
