"""
verdict = "WA"
caught_by = ["example", "jacobian"]
en = "The sum is added instead of subtracted: the off-diagonal entries of the Jacobian are negative."
zh = "加上了求和项，而不是减去：雅可比矩阵的非对角元素是负的。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return y * (dy + np.sum(dy * y, axis=axis, keepdims=True))
