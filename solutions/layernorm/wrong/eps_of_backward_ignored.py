"""
verdict = "WA"
caught_by = ["eps"]
en = "backward uses the default eps instead of the one that it is given."
zh = "反向用的是默认的 eps，而不是传入的值。"
"""

import numpy as np


def normalised(x, gamma, eps):
    group = tuple(range(x.ndim - gamma.ndim, x.ndim))
    std = np.sqrt(x.var(group, keepdims=True) + eps)
    return (x - x.mean(group, keepdims=True)) / std, std, group


def layernorm_forward(x, gamma, beta, eps=1e-5):
    x_hat, _, _ = normalised(x, gamma, eps)
    return gamma * x_hat + beta


def layernorm_backward(dy, x, gamma, eps=1e-5):
    x_hat, std, group = normalised(x, gamma, 1e-5)
    g = dy * gamma
    dx = (g - g.mean(group, keepdims=True) - x_hat * (g * x_hat).mean(group, keepdims=True)) / std
    leading = tuple(range(x.ndim - gamma.ndim))
    return dx, (dy * x_hat).sum(leading), dy.sum(leading)
