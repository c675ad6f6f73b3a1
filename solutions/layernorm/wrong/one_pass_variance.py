"""
verdict = "WA"
caught_by = ["large_mean"]
en = "The variance is the mean of the squares minus the square of the mean. Where the mean is large, the two nearly cancel and few digits are left."
zh = "方差用“平方的均值减去均值的平方”计算。均值很大时两者几乎抵消，剩下的有效数字寥寥无几。"
"""

import numpy as np


def normalised(x, gamma, eps):
    group = tuple(range(x.ndim - gamma.ndim, x.ndim))
    var = (x * x).mean(group, keepdims=True) - x.mean(group, keepdims=True) ** 2
    std = np.sqrt(np.maximum(var, 0) + eps)
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
