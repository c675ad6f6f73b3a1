"""
verdict = "WA"
caught_by = ["beta_forward", "beta_backward"]
en = "The sign of beta is dropped."
zh = "丢掉了 beta 的符号。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(abs(beta) * x)


def swish_backward(dy, x, beta=1.0):
    z = abs(beta) * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
