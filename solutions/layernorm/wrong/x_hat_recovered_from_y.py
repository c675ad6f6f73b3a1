"""
verdict = "WA"
caught_by = ["gamma_of_zero"]
en = "x̂ is computed back from y, by a division by gamma, which may be 0."
zh = "x̂ 由 y 除以 gamma 反推回来，而 gamma 可能为 0。"
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
    y = gamma * x_hat
    leading = tuple(range(x.ndim - gamma.ndim))
    return dx, (dy * y / gamma).sum(leading), dy.sum(leading)
