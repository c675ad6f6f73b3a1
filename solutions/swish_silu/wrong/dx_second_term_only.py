"""
verdict = "WA"
caught_by = ["example", "silu", "beta_backward"]
en = "dx has only the term with the sigmoid's derivative: the factor x is differentiated, too."
zh = "dx 里只有含 sigmoid 导数的那一项：因子 x 也要求导。"
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
    return dy * z * s * t, float(np.sum(dy * (x * s) * (x * t)))
