"""
verdict = "WA"
caught_by = ["dtype", "many_shapes", "large_mean"]
en = "Everything is computed in float32 and widened at the end: float64 arguments lose half of their digits."
zh = "全部用 float32 计算，最后再转换：float64 的参数丢掉了一半的有效数字。"
"""

import numpy as np


def normalised(x, gamma, eps):
    x, kept = x.astype(np.float32), x.dtype
    group = tuple(range(x.ndim - gamma.ndim, x.ndim))
    std = np.sqrt(x.var(group, keepdims=True) + eps)
    return ((x - x.mean(group, keepdims=True)) / std).astype(kept), std.astype(kept), group


def layernorm_forward(x, gamma, beta, eps=1e-5):
    x_hat, _, _ = normalised(x, gamma, eps)
    return gamma * x_hat + beta


def layernorm_backward(dy, x, gamma, eps=1e-5):
    x_hat, std, group = normalised(x, gamma, eps)
    g = dy * gamma
    dx = (g - g.mean(group, keepdims=True) - x_hat * (g * x_hat).mean(group, keepdims=True)) / std
    leading = tuple(range(x.ndim - gamma.ndim))
    return dx, (dy * x_hat).sum(leading), dy.sum(leading)
