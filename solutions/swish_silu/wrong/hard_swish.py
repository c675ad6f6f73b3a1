"""
verdict = "WA"
caught_by = ["example", "silu"]
en = "The sigmoid is replaced by straight lines. That is the hard swish."
zh = "用直线代替了 sigmoid。那是 hard swish。"
"""

import numpy as np


def sigmoid(z):
    return np.clip(z / 6 + 0.5, 0, 1)


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
