"""
verdict = "WA"
caught_by = ["example", "forward"]
en = "The factor is 1 + gamma, as some models store it. Here it is gamma itself."
zh = "用 1 + gamma 作系数，有些模型这样存储参数。这里的系数就是 gamma 本身。"
"""

import numpy as np


def normalised(x, gamma, eps):
    group = tuple(range(x.ndim - gamma.ndim, x.ndim))
    std = np.sqrt(x.var(group, keepdims=True) + eps)
    return (x - x.mean(group, keepdims=True)) / std, std, group


def layernorm_forward(x, gamma, beta, eps=1e-5):
    x_hat, _, _ = normalised(x, gamma, eps)
    return (1 + gamma) * x_hat + beta


def layernorm_backward(dy, x, gamma, eps=1e-5):
    x_hat, std, group = normalised(x, gamma, eps)
    g = dy * (1 + gamma)
    dx = (g - g.mean(group, keepdims=True) - x_hat * (g * x_hat).mean(group, keepdims=True)) / std
    leading = tuple(range(x.ndim - gamma.ndim))
    return dx, (dy * x_hat).sum(leading), dy.sum(leading)
