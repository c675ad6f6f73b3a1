"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "Every call with arrays of one shape fills and returns the same array, so the next call overwrites the answer of the last one."
zh = "对同一形状的输入，每次调用都填写并返回同一个数组，于是后一次调用覆盖了前一次的结果。"
"""

import numpy as np

_buffers = {}


def softmax_backward(dy, y, axis=-1):
    out = _buffers.setdefault((y.shape, y.dtype), np.empty(y.shape, y.dtype))
    return np.multiply(y, dy - np.sum(dy * y, axis=axis, keepdims=True), out=out)
