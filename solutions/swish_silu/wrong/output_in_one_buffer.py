"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "All calls for one shape fill and return the same array, so the next call overwrites the last answer."
zh = "同一形状的调用都填写并返回同一个数组，于是后一次调用覆盖了前一次的结果。"
"""

import numpy as np

_buffers = {}

def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    out = _buffers.setdefault((x.shape, x.dtype), np.empty_like(x))
    out[...] = x * sigmoid(beta * x)
    return out


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
