"""
verdict = "WA"
caught_by = ["no_build_up"]
en = "dgamma and dbeta are added to what earlier calls have left. Here each call stands alone."
zh = "dgamma 和 dbeta 累加到之前调用留下的值上。这里每次调用彼此独立。"
"""

import numpy as np

KEPT = {}


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
    leading = tuple(range(x.ndim - gamma.ndim))
    key = gamma.shape, gamma.dtype
    dgamma, dbeta = KEPT.get(key, (0, 0))
    KEPT[key] = dgamma + (dy * x_hat).sum(leading), dbeta + dy.sum(leading)
    return dx, KEPT[key][0].copy(), KEPT[key][1].copy()
