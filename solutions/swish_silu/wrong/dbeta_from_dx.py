"""
verdict = "WA"
caught_by = ["numerical_dbeta", "beta_zero"]
en = "dbeta is taken from the second term of dx, divided by beta: for beta = 0 there is nothing left to divide."
zh = "dbeta 由 dx 的第二项除以 beta 得到：beta 为 0 时就没有东西可除了。"
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
    return dy * s * (1 + z * t), float(np.sum(dy * (z * s) * (x * t)) / beta) if beta else 0.0
