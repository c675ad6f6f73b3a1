"""
verdict = "WA"
caught_by = ["example", "beta_forward"]
en = "beta multiplies the whole instead of the argument of the sigmoid."
zh = "beta 乘在了整体上，而不是 sigmoid 的参数上。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return beta * x * sigmoid(x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
