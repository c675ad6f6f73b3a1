"""
verdict = "WA"
caught_by = ["forward", "independent", "square"]
en = "The statistics are taken over the leading axes, as in batch normalisation: samples depend on each other."
zh = "统计量取在前面的轴上，和批归一化一样：样本之间互相影响了。"
"""

import numpy as np


def normalised(x, gamma, eps):
    group = tuple(range(x.ndim - gamma.ndim)) or (0,)
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
