"""
verdict = "WA"
caught_by = ["single_entry"]
en = "A slice of one entry gets zeros that are float64, whatever the dtype of the arguments."
zh = "切片只有一个元素时直接返回 0，而这些 0 总是 float64，与参数的 dtype 无关。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    if y.shape[axis] == 1:
        return np.zeros(y.shape)
    return y * (dy - np.sum(dy * y, axis=axis, keepdims=True))
