"""
verdict = "WA"
caught_by = ["long_slices"]
en = "In long slices the maximum is sought among some entries only: a larger one overflows."
zh = "切片很长时只在部分元素中找最大值：更大的元素会溢出。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    some = np.take(x, range(min(x.shape[axis], 256)), axis=axis)
    e = np.exp(x - np.max(some, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)
