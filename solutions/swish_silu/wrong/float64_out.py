"""
verdict = "WA"
caught_by = ["dtype"]
en = "y is float64 whatever the dtype of x is."
zh = "无论 x 是什么 dtype，y 总是 float64。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(np.asarray(beta * x, dtype=np.float64))


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
