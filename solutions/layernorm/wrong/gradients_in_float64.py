"""
verdict = "WA"
caught_by = ["dtype", "standard_dtype_kept"]
en = "dgamma and dbeta are gathered in arrays of zeros, which are float64 unless they are told: float32 arguments get float64 gradients."
zh = "dgamma 和 dbeta 用 np.zeros 累加，没有指定 dtype 就是 float64：float32 的参数得到了 float64 的梯度。"
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
    dgamma, dbeta = np.zeros(gamma.shape), np.zeros(gamma.shape)
    for index in np.ndindex(x.shape[: len(leading)]):
        dgamma += dy[index] * x_hat[index]
        dbeta += dy[index]
    return dx, dgamma, dbeta
