"""
verdict = "WA"
caught_by = ["dtype", "standard_dtype_kept"]
en = "The results are float64 whatever the dtype of the arguments."
zh = "无论参数是什么 dtype，结果总是 float64。"
"""

import numpy as np


def l2_update(w, grad, lr, strength):
    return w - lr * (grad + strength * w)


def l1_subgradient_update(w, grad, lr, strength):
    return w - lr * (grad + strength * np.sign(w))


def l1_proximal_update(w, grad, lr, strength):
    v = w.astype(np.float64) - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * strength, 0.0)
