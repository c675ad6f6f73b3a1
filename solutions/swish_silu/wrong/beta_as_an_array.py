"""
verdict = "WA"
caught_by = ["dtype"]
en = "beta becomes an array of float64, and dx with it."
zh = "beta 变成了 float64 的数组，dx 也随之变成 float64。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = np.full(x.shape, beta) * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
