"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "y is written into an array that is kept for its shape: the next call overwrites what the last one returned."
zh = "y 写进按形状保留的数组里：下一次调用会覆盖上一次返回的结果。"
"""

import numpy as np

BUFFERS = {}


def normalised(x, gamma, eps):
    group = tuple(range(x.ndim - gamma.ndim, x.ndim))
    std = np.sqrt(x.var(group, keepdims=True) + eps)
    return (x - x.mean(group, keepdims=True)) / std, std, group


def layernorm_forward(x, gamma, beta, eps=1e-5):
    x_hat, _, _ = normalised(x, gamma, eps)
    y = BUFFERS.setdefault((x.shape, x.dtype), np.empty_like(x))
    y[...] = gamma * x_hat + beta
    return y


def layernorm_backward(dy, x, gamma, eps=1e-5):
    x_hat, std, group = normalised(x, gamma, eps)
    g = dy * gamma
    dx = (g - g.mean(group, keepdims=True) - x_hat * (g * x_hat).mean(group, keepdims=True)) / std
    leading = tuple(range(x.ndim - gamma.ndim))
    return dx, (dy * x_hat).sum(leading), dy.sum(leading)
