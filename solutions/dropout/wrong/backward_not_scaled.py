"""
verdict = "WA"
caught_by = ["backward", "central_differences", "any_order"]
en = "The backward pass applies the mask but forgets the division by 1 - p."
zh = "反向只用了掩码，忘了除以 1 - p。"
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
    if mask is None:
        return dy
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask]
    return dx
