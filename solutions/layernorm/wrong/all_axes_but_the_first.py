"""
verdict = "WA"
caught_by = ["forward_last_axes", "backward_last_axes", "many_shapes"]
en = "Everything but the first axis is one group: with two leading axes, the tokens of a sequence share one mean."
zh = "除第一个轴以外全部当作一组：前面有两个轴时，同一序列的 token 共用了一个均值。"
"""

import numpy as np


def normalised(x, gamma, eps):
    group = tuple(range(1 if x.ndim > gamma.ndim else 0, x.ndim))
    std = np.sqrt(x.var(group, keepdims=True) + eps)
    return (x - x.mean(group, keepdims=True)) / std, std, group


def layernorm_forward(x, gamma, beta, eps=1e-5):
    x_hat, _, _ = normalised(x, gamma, eps)
    return gamma * x_hat + beta


def layernorm_backward(dy, x, gamma, eps=1e-5):
    x_hat, std, group = normalised(x, gamma, eps)
    g = dy * gamma
    dx = (g - g.mean(group, keepdims=True) - x_hat * (g * x_hat).mean(group, keepdims=True)) / std
    leading = tuple(range(x.ndim - gamma.ndim))
    return dx, (dy * x_hat).sum(leading), dy.sum(leading)
