"""
verdict = "WA"
caught_by = ["axis", "square_both_axes", "every_axis"]
en = "The argument axis is ignored: the sum always runs along the last axis."
zh = "忽略了参数 axis：总是沿最后一个轴求和。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return y * (dy - np.sum(dy * y, axis=-1, keepdims=True))
