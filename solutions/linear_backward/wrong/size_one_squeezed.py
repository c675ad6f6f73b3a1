"""
verdict = "WA"
caught_by = ["size_one", "many_shapes"]
en = "The results are squeezed to mend the case of a single vector: every other axis of size 1 is lost as well."
zh = "为了照顾单个向量，对结果用了 squeeze：其他长度为 1 的轴也一起丢了。"
"""

import numpy as np


def linear_forward(x, w, b=None):
    y = np.squeeze(np.atleast_2d(x) @ w.T)
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return np.squeeze(np.atleast_2d(dy) @ w), grads.T @ rows, grads.sum(axis=0)
