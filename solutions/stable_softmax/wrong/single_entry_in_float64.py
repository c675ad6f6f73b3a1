"""
verdict = "WA"
caught_by = ["dtype_of_thin_arrays"]
en = "A slice of one entry gets ones that are float64, whatever the dtype of x is."
zh = "切片只有一个元素时直接返回 1，而这些 1 总是 float64，与 x 的 dtype 无关。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    if x.shape[axis] == 1:
        return np.ones(x.shape)
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    p = e / np.sum(e, axis=axis, keepdims=True)
    return p
