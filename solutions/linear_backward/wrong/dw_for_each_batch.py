"""
verdict = "WA"
caught_by = ["backward_leading_axes", "many_shapes"]
en = "dw keeps the leading axes but the last one: a matrix for each sequence instead of their sum."
zh = "dw 只消去了最后一个前导轴：每个序列各有一个矩阵，没有加起来。"
"""

import numpy as np


def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = np.atleast_2d(x), np.atleast_2d(dy)
    db = grads.reshape(-1, dy.shape[-1]).sum(axis=0)
    return dy @ w, np.swapaxes(grads, -1, -2) @ rows, db
