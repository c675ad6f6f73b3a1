"""
verdict = "WA"
caught_by = ["many_shapes", "twice"]
en = "dgamma and dbeta are summed over the first axis only. With more leading axes they keep the others."
zh = "dgamma 和 dbeta 只在第一个轴上求和。前面的轴不止一个时，其余的轴还留着。"
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
    leading = (0,) if x.ndim > gamma.ndim else ()
    return dx, (dy * x_hat).sum(leading), dy.sum(leading)
