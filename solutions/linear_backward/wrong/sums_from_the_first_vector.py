"""
verdict = "RTE"
caught_by = ["empty_batch"]
en = "The sums start from the first vector, which an empty batch does not have."
zh = "求和从第一个向量开始，而空批次没有第一个向量。"
"""

import numpy as np


def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    dw, db = np.outer(grads[0], rows[0]), grads[0].copy()
    for grad, row in zip(grads[1:], rows[1:]):
        dw += np.outer(grad, row)
        db += grad
    return dy @ w, dw, db
