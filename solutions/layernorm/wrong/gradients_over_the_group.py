"""
verdict = "WA"
caught_by = ["example", "backward", "square"]
en = "dgamma and dbeta are summed over the group, one number for each sample, as the statistics are."
zh = "dgamma 和 dbeta 像统计量一样在组内求和，成了每个样本一个数。"
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
    dx = (g - g.mean(group, keepdims=True) - x_hat * (g * x_hat).mean(group, keepdims=True)) / std
    return dx, (dy * x_hat).sum(group), dy.sum(group)
