"""
verdict = "WA"
caught_by = ["example", "proximal"]
en = "What is beyond the threshold stays as it is, instead of shrinking by it: that is hard thresholding."
zh = "超过阈值的值原样保留，没有收缩：这是硬阈值。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w - lr * grad
    return np.where(np.abs(v) > lr * strength, v, 0).astype(w.dtype)
