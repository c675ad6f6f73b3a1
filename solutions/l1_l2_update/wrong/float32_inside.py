"""
verdict = "WA"
caught_by = ["dtype", "scales"]
en = "Everything is computed in float32: float64 weights lose half of their digits."
zh = "全部用 float32 计算：float64 的权重丢掉了一半的有效数字。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = (w - lr * grad).astype(np.float32).astype(w.dtype)
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
