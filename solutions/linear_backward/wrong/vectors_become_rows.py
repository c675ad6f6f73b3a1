"""
verdict = "WA"
caught_by = ["vector", "size_one", "backward_leading_axes"]
en = "A vector is made a matrix of one row, and stays one: y and dx have an axis too many."
zh = "单个向量被变成只有一行的矩阵，之后没有变回来：y 和 dx 多了一个轴。"
"""

import numpy as np


def linear_forward(x, w, b=None):
    y = np.atleast_2d(x) @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    dy, x = np.atleast_2d(dy), np.atleast_2d(x)
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, grads.sum(axis=0)
