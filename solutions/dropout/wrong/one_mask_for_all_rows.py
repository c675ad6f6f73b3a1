"""
verdict = "WA"
caught_by = ["independent"]
en = "One row of the mask is drawn and used for the whole batch."
zh = "只为一行抽了掩码，整个批次共用。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.broadcast_to(np.random.rand(1, *x.shape[1:]) >= p, x.shape)
    y = np.zeros_like(x)
    y[mask] = x[mask] / (1 - p)
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / (1 - p)
    return dx
