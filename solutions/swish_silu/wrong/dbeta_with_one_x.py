"""
verdict = "WA"
caught_by = ["example", "silu", "beta_backward"]
en = "dbeta has x once: one x is the factor of y, and another comes out of beta · x."
zh = "dbeta 里 x 只出现一次：一个 x 是 y 的因子，另一个来自 beta · x 的求导。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * t))
