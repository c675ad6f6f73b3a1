"""
verdict = "WA"
caught_by = ["example", "proximal", "scales"]
en = "The threshold is strength instead of lr * strength."
zh = "阈值取了 strength，而不是 lr * strength。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - strength, 0.0)
