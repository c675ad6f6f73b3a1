"""
verdict = "WA"
caught_by = ["backward_leading_axes", "many_shapes"]
en = "With three axes or more, dw gathers over the vectors of the first sequence only."
zh = "有三个以上的轴时，dw 只取了第一个序列的贡献，其余的都漏掉了。"
"""

import numpy as np


def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    grads = dy.reshape(-1, dy.shape[-1])
    first_x, first_dy = np.atleast_2d(x), np.atleast_2d(dy)
    while first_x.ndim > 2 and len(first_x):
        first_x, first_dy = first_x[0], first_dy[0]
    rows, dys = first_x.reshape(-1, x.shape[-1]), first_dy.reshape(-1, dy.shape[-1])
    return dy @ w, dys.T @ rows, grads.sum(axis=0)
