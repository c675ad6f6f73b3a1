"""
verdict = "WA"
caught_by = ["example", "silu"]
en = "The gradients come in the order (dbeta, dx)."
zh = "返回的梯度顺序是 (dbeta, dx)。"
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
    return float(np.sum(dy * (x * s) * (x * t))), dy * s * (1 + z * t)
