"""
verdict = "WA"
caught_by = ["example", "silu", "beta_backward"]
en = "dx is dy times σ(z), as if the sigmoid did not depend on x."
zh = "dx 只是 dy 乘以 σ(z)，好像 sigmoid 与 x 无关。"
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
    return dy * s, float(np.sum(dy * (x * s) * (x * t)))
