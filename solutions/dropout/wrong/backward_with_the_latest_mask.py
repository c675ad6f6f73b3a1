"""
verdict = "WA"
caught_by = ["any_order", "standard_any_order_of_calls", "backward_draws_nothing"]
en = "The backward pass uses the mask and p of the latest forward call, kept in the module, and not its arguments."
zh = "反向用的是模块里保存的最近一次前向的掩码和 p，而不是传入的参数。"
"""

import numpy as np

latest = {}


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) >= p
    y = np.zeros_like(x)
    y[mask] = x[mask] / (1 - p)
    latest["mask"], latest["p"] = mask, p
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    if latest.get("mask", mask).shape == dy.shape:
        mask, p = latest.get("mask", ~mask), latest.get("p", p)
    dx = np.zeros_like(dy)
    dx[mask] = dy[mask] / (1 - p)
    return dx
