"""
verdict = "WA"
caught_by = ["rows_of_different_scale"]
en = "The maximum of the whole array is subtracted instead of each slice's own. Slices far below it underflow to 0 / 0."
zh = "减去的是整个数组的最大值，而不是每个切片各自的最大值。远低于它的切片会下溢成 0 / 0。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    e = np.exp(x - x.max())
    return e / e.sum(axis=axis, keepdims=True)
