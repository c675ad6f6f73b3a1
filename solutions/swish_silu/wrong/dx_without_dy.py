"""
verdict = "WA"
caught_by = ["example", "silu"]
en = "dx is the derivative, without dy."
zh = "dx 只是导数，没有乘 dy。"
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
    return s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
