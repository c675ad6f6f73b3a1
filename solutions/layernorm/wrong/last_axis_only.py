"""
verdict = "WA"
caught_by = ["forward_last_axes", "backward_last_axes", "many_shapes"]
en = "Only the last axis is normalised over, however many gamma has."
zh = "无论 gamma 有几个轴，都只在最后一个轴上归一化。"
"""

import numpy as np


def normalised(x, gamma, eps):
    group = (x.ndim - 1,)
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
