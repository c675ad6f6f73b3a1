"""
verdict = "WA"
caught_by = ["example", "silu"]
en = "dbeta is summed without dy."
zh = "dbeta 求和时没有乘 dy。"
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
    return dy * s * (1 + z * t), float(np.sum((x * s) * (x * t)))
