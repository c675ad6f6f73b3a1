"""
verdict = "WA"
caught_by = ["example", "silu"]
en = "Without a beta, 1.702 is taken (the value with which swish resembles GELU) instead of 1."
zh = "不给 beta 时取了 1.702（这时 swish 近似 GELU），而不是 1。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.702):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.702):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
