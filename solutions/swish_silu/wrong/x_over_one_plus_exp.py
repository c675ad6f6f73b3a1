"""
verdict = "RTE"
caught_by = ["never_overflows"]
en = "y is x / (1 + exp(-z)): far below 0 the exponential overflows on the way."
zh = "y 写成 x / (1 + exp(-z))：z 远小于 0 时，指数在计算途中溢出。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x / (1 + np.exp(-beta * x))


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
