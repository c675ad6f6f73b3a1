"""
verdict = "WA"
caught_by = ["small", "axis", "sums_to_one"]
en = "The exponentials are divided by the sum over the whole array instead of the sum along the axis."
zh = "除以的是整个数组的和，而不是沿该轴的和。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum()
