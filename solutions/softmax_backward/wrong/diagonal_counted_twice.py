"""
verdict = "WA"
caught_by = ["example", "jacobian", "sums_to_zero"]
en = "The diagonal gets y (1 - y), and the sum of the others includes the entry itself once more."
zh = "对角线用了 y (1 - y)，而其余各项的和又把自己算了一次。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return dy * y * (1 - y) - y * np.sum(dy * y, axis=axis, keepdims=True)
