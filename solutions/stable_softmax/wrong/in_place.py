"""
verdict = "WA"
caught_by = ["standard_inputs_untouched", "input_untouched", "input_untouched_large"]
en = "The shift and the exponential are written into x, the caller's array."
zh = "平移和取指数的结果直接写进了 x，也就是调用者的数组。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    x -= x.max(axis=axis, keepdims=True)
    np.exp(x, out=x)
    x /= x.sum(axis=axis, keepdims=True)
    return x
