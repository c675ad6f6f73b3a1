"""
verdict = "WA"
caught_by = ["other_forward_before"]
en = "backward uses what the latest forward of that shape has left, instead of the x that it is given."
zh = "反向用的是最近一次同形状前向留下的值，而不是传入的 x。"
"""

import numpy as np

LATEST = {}


def normalised(x, gamma, eps):
    group = tuple(range(x.ndim - gamma.ndim, x.ndim))
    std = np.sqrt(x.var(group, keepdims=True) + eps)
    return (x - x.mean(group, keepdims=True)) / std, std, group


def layernorm_forward(x, gamma, beta, eps=1e-5):
    x_hat, std, group = normalised(x, gamma, eps)
    LATEST[x.shape] = x_hat, std, group
    return gamma * x_hat + beta


def layernorm_backward(dy, x, gamma, eps=1e-5):
    x_hat, std, group = LATEST.get(x.shape) or normalised(x, gamma, eps)
    g = dy * gamma
    dx = (g - g.mean(group, keepdims=True) - x_hat * (g * x_hat).mean(group, keepdims=True)) / std
    leading = tuple(range(x.ndim - gamma.ndim))
    return dx, (dy * x_hat).sum(leading), dy.sum(leading)
