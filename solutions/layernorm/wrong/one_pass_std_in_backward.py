"""
verdict = "WA"
caught_by = ["large_mean"]
en = "backward computes the deviation anew, from the mean of the squares and the square of the mean: with a large mean its digits cancel."
zh = "反向用“平方的均值减去均值的平方”重新计算标准差：均值很大时有效数字都抵消了。"
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
    var = (x * x).mean(group, keepdims=True) - x.mean(group, keepdims=True) ** 2
    std = np.sqrt(np.maximum(var, 0) + eps)
    g = dy * gamma
    dx = (g - g.mean(group, keepdims=True) - x_hat * (g * x_hat).mean(group, keepdims=True)) / std
    leading = tuple(range(x.ndim - gamma.ndim))
    return dx, (dy * x_hat).sum(leading), dy.sum(leading)
