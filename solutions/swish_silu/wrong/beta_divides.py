"""
verdict = "WA"
caught_by = ["example", "beta_forward"]
en = "x is divided by beta as by a temperature. Here beta multiplies."
zh = "像温度那样用 x 除以 beta。这里 beta 是乘上去的。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(x / beta if beta else 0 * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
