"""
verdict = "WA"
caught_by = ["every_axis"]
en = "Without an axis, axis 1 is taken instead of the last one: the same for two dimensions, not for three."
zh = "没有给出 axis 时取第 1 轴而不是最后一个轴：二维时相同，三维时就不同了。"
"""

import numpy as np


def softmax_backward(dy, y, axis=1):
    axis = 0 if y.ndim == 1 else axis
    return y * (dy - np.sum(dy * y, axis=axis, keepdims=True))
