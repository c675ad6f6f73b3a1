"""
verdict = "WA"
caught_by = ["example", "axis", "uniform"]
en = "dx is divided by the number of slices. If the loss is a mean, that factor is in dy already."
zh = "dx 又除以了切片的个数。如果损失是平均值，这个因子已经在 dy 里了。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    slices = y.size // y.shape[axis]
    return y * (dy - np.sum(dy * y, axis=axis, keepdims=True)) / slices
