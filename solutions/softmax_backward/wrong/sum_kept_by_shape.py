"""
verdict = "WA"
caught_by = ["standard_any_order_of_calls"]
en = "The sum is computed once for each shape and kept for later calls, whose dy is another one."
zh = "求和项对每种形状只算一次，并留给之后的调用使用；而之后的 dy 已经不同。"
"""

import numpy as np

_sums = {}


def softmax_backward(dy, y, axis=-1):
    s = _sums.setdefault((y.shape, y.dtype, axis), np.sum(dy * y, axis=axis, keepdims=True))
    return y * (dy - s)
