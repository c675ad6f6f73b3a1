"""
verdict = "WA"
caught_by = ["dtype", "standard_dtype_kept"]
en = "The results are float64 whatever the dtype of the arguments."
zh = "无论参数是什么 dtype，结果总是 float64。"
"""

import numpy as np


def linear_forward(x, w, b=None):
    y = x.astype(np.float64) @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    x, dy = x.astype(np.float64), dy.astype(np.float64)
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, grads.sum(axis=0)
