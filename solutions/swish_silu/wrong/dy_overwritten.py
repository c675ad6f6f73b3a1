"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "The gradient is multiplied into dy, the caller's array."
zh = "直接在 dy 上做乘法，而 dy 是调用者的数组。"
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
    dbeta = float(np.sum(dy * (x * s) * (x * t)))
    dy *= s * (1 + z * t)
    return dy.copy(), dbeta
