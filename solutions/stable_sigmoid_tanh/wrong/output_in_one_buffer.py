"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "All calls for one shape fill and return the same array, so the next call overwrites the last answer."
zh = "同一形状的调用都填写并返回同一个数组，于是后一次调用覆盖了前一次的结果。"
"""

import numpy as np

_buffers = {}

def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    out = _buffers.setdefault((x.shape, x.dtype), np.empty_like(x))
    out[...] = 2 * sigmoid(2 * x) - 1
    return out

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
