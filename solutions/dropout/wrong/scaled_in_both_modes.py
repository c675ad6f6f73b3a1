"""
verdict = "WA"
caught_by = ["evaluation", "evaluation_any_p"]
en = "The scale of training is undone in evaluation once more: the output is multiplied by 1 - p there."
zh = "训练时已经缩放过了，评估时又乘了一次 1 - p。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x * (1 - p), None
    mask = np.random.rand(*x.shape) >= p
    y = np.zeros_like(x)
    y[mask] = x[mask] / (1 - p)
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / (1 - p)
    return dx
