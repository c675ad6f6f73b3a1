"""
verdict = "WA"
caught_by = ["backward", "bias_gradient"]
en = "db counts the vectors, as if the gradient of each output were 1: dy is missing."
zh = "db 只是向量的个数，仿佛每个输出的梯度都是 1：漏掉了 dy。"
"""

import numpy as np


def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, np.full(len(w), len(rows), dtype=w.dtype)
