"""
verdict = "WA"
caught_by = ["example", "silu"]
en = "The arguments of the backward function are taken in the order (x, dy)."
zh = "反向函数的参数顺序弄成了 (x, dy)。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    x, dy = dy, x
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
