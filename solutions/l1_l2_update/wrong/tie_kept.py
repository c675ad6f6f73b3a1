"""
verdict = "WA"
caught_by = ["threshold"]
en = "A value exactly at the threshold stays where it is instead of becoming 0."
zh = "恰好在阈值上的值保留了下来，而没有变成 0。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    t = lr * strength
    return np.where(np.abs(v) < t, 0, np.where(np.abs(v) == t, v, v - t * np.sign(v))).astype(w.dtype)
