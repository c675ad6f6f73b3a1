"""
verdict = "WA"
caught_by = ["backward", "central_differences"]
en = "dx divides its sums by the number of groups instead of the number of values in a group."
zh = "dx 中的和除以了组的个数，而不是组内值的个数。"
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
    m = max(x.size // gamma.size, 1)
    dx = (g - g.sum(group, keepdims=True) / m - x_hat * (g * x_hat).sum(group, keepdims=True) / m) / std
    leading = tuple(range(x.ndim - gamma.ndim))
    return dx, (dy * x_hat).sum(leading), dy.sum(leading)
