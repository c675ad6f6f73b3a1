"""
verdict = "WA"
caught_by = ["tails"]
en = "Beyond a bound y is taken as a ReLU's: far below 0 it is small, but not 0."
zh = "超出某个界限就按 ReLU 取值：远小于 0 处的值很小，但不是 0。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    z = beta * x
    return np.where(z < -15, 0, x * sigmoid(z)).astype(x.dtype)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
