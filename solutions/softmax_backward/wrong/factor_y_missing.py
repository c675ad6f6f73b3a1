"""
verdict = "WA"
caught_by = ["example", "jacobian", "zeros"]
en = "The factor y in front is missing: dy - \u03a3 dy \u00b7 y."
zh = "缺少最前面的因子 y：只算了 dy - Σ dy · y。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return dy - np.sum(dy * y, axis=axis, keepdims=True)
