"""
verdict = "WA"
caught_by = ["dtype", "standard_dtype_kept"]
en = "The result is float64 whatever the arguments' dtype."
zh = "无论参数是什么 dtype，结果总是 float64。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    y, dy = y.astype(np.float64), dy.astype(np.float64)
    return y * (dy - np.sum(dy * y, axis=axis, keepdims=True))
