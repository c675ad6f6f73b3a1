"""
verdict = "RTE"
caught_by = ["evaluation_any_p", "dtype"]
en = "The backward pass cannot take the mask None of evaluation."
zh = "反向没有处理评估模式下为 None 的掩码。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) >= p
    y = np.zeros_like(x)
    y[mask] = x[mask] / (1 - p)
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    return dy * ~mask * 0 if p == 1 else (dy * mask.astype(dy.dtype)) / (1 - p)
