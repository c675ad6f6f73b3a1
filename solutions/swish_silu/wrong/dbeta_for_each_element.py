"""
verdict = "WA"
caught_by = ["example", "silu"]
en = "dbeta is an array with a value for each element: beta is one number, so they are summed."
zh = "dbeta 是每个元素一个值的数组：beta 只有一个，所以要求和。"
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
    return dy * s * (1 + z * t), dy * (x * s) * (x * t)
