"""
verdict = "WA"
caught_by = ["example", "beta_forward", "beta_backward"]
en = "beta is not used: this is SiLU always."
zh = "没有用到 beta：永远是 SiLU。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(x)


def swish_backward(dy, x, beta=1.0):
    s, t = sigmoid(x), sigmoid(-x)
    return dy * s * (1 + x * t), float(np.sum(dy * (x * s) * (x * t)))
