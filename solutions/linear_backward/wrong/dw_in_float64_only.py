"""
verdict = "WA"
caught_by = ["dtype", "standard_dtype_kept"]
en = "dw and db are gathered in arrays of zeros, which are float64 unless they are told: float32 arguments get float64 gradients."
zh = "dw 和 db 用 np.zeros 累加，没有指定 dtype 就是 float64：float32 的参数得到了 float64 的梯度。"
"""

import numpy as np


def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    dw, db = np.zeros(w.shape), np.zeros(len(w))
    for grad, row in zip(grads, rows):
        dw += np.outer(grad, row)
        db += grad
    return dy @ w, dw, db
