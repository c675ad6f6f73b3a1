"""
verdict = "WA"
caught_by = ["example", "backward", "twice"]
en = "dgamma and dbeta are means over the leading axes instead of sums. Any averaging over the batch is already in dy."
zh = "dgamma 和 dbeta 取了平均而不是求和。如果损失对批次取过平均，那个系数已经在 dy 里了。"
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
    leading = tuple(range(x.ndim - gamma.ndim))
    n = max(x.size // gamma.size, 1)
    return dx, (dy * x_hat).sum(leading) / n, dy.sum(leading) / n
