"""
verdict = "WA"
caught_by = ["example", "silu", "dbeta_is_a_sum"]
en = "dbeta is the mean over the elements instead of their sum."
zh = "dbeta 取了各元素的平均值，而不是求和。"
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
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)) / max(x.size, 1))
