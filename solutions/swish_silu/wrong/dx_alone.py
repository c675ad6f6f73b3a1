"""
verdict = "WA"
caught_by = ["example", "silu", "beta_backward"]
en = "Only dx is returned. beta is learned as well."
zh = "只返回了 dx。beta 也是要学习的。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    return dy * sigmoid(z) * (1 + z * sigmoid(-z))
