"""
verdict = "WA"
caught_by = ["large_groups"]
en = "The number of values in a group is kept in a byte, and is wrong from 256 on."
zh = "组内值的个数存在一个字节里，从 256 起就不对了。"
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
    x_hat, std, group = normalised(x, gamma, eps)
    g = dy * gamma
    m = (gamma.size - 1) % 256 + 1
    dx = (g - g.sum(group, keepdims=True) / m - x_hat * (g * x_hat).sum(group, keepdims=True) / m) / std
    leading = tuple(range(x.ndim - gamma.ndim))
    return dx, (dy * x_hat).sum(leading), dy.sum(leading)
