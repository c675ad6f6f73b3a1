"""
verdict = "WA"
caught_by = ["example", "beta_backward"]
en = "dbeta has beta as a factor: that factor belongs to dx."
zh = "dbeta 里多了因子 beta：那个因子属于 dx。"
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
    return dy * s * (1 + z * t), float(np.sum(dy * (z * s) * (x * t)))
