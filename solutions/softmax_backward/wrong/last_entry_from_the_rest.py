"""
verdict = "WA"
caught_by = ["small_probabilities"]
en = "The last entry is minus the sum of the others: where it is small, nothing of it is left but rounding."
zh = "最后一个元素取其余各项之和的相反数：它很小时，剩下的只有舍入误差。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    dx = y * (dy - np.sum(dy * y, axis=axis, keepdims=True))
    rows = np.moveaxis(dx, axis, 0)
    rows[-1] = -rows[:-1].sum(axis=0)
    return dx
