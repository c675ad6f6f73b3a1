"""
verdict = "WA"
caught_by = ["huge"]
en = "dx is dy (beta y + σ(z) (1 - beta y)), as in the paper. For large x two huge numbers are subtracted, and the 1 between them is lost."
zh = "dx 按论文写成 dy (beta y + σ(z) (1 - beta y))。x 很大时两个巨大的数相减，中间的 1 就丢了。"
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
    f = beta * x * s
    return dy * (f + s * (1 - f)), float(np.sum(dy * (x * s) * (x * t)))
