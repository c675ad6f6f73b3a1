"""
verdict = "WA"
caught_by = ["example", "axis", "sums_to_zero", "slices_apart"]
en = "The sum runs over the whole array instead of along the axis, so the slices get mixed."
zh = "对整个数组求和，而不是沿该轴求和，各个切片混在了一起。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return y * (dy - np.sum(dy * y))
