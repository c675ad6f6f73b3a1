"""
verdict = "WA"
caught_by = ["forward", "evaluation", "evaluation_any_p", "backward"]
en = "The output is multiplied by 1 - p in evaluation, instead of being divided by it in training."
zh = "没有在训练时除以 1 - p，而是在评估时乘以 1 - p。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x * (1 - p), None
    mask = np.random.rand(*x.shape) >= p
    y = np.zeros_like(x)
    y[mask] = x[mask]
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy * (1 - p)
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask]
    return dx
