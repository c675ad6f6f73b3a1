"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "y is written into an array that is kept for its shape: the next call overwrites what the last one returned."
zh = "y 写进按形状保留的数组里：下一次调用会覆盖上一次返回的结果。"
"""

import numpy as np

BUFFERS = {}


def linear_forward(x, w, b=None):
    key = (*x.shape[:-1], len(w), x.dtype)
    y = BUFFERS.setdefault(key, np.empty(key[:-1], x.dtype))
    y[...] = x @ w.T
    if b is not None:
        y += b
    return y


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, grads.sum(axis=0)
