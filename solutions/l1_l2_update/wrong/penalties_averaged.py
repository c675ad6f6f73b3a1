"""
verdict = "WA"
caught_by = ["l2", "subgradient"]
en = "The penalties are divided by the number of weights. They are sums."
zh = "惩罚项除以了权重的个数。它们应当求和。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w / max(w.size, 1))


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w) / max(w.size, 1))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
