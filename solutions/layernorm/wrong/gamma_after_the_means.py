"""
verdict = "WA"
caught_by = ["backward", "central_differences", "jacobian"]
en = "gamma is multiplied at the end, as in batch normalisation, where it is the same for all values of a channel. Within a group it differs, and belongs inside the means."
zh = "gamma 放到最后才乘，和批归一化一样；那里一个通道的 gamma 都相同。而这里组内的 gamma 各不相同，必须在求均值之前乘。"
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
    g = dy
    dx = gamma * (g - g.mean(group, keepdims=True) - x_hat * (g * x_hat).mean(group, keepdims=True)) / std
    leading = tuple(range(x.ndim - gamma.ndim))
    return dx, (dy * x_hat).sum(leading), dy.sum(leading)
