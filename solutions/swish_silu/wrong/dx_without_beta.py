"""
verdict = "WA"
caught_by = ["example", "beta_backward"]
en = "The chain rule's factor beta is missing in the second term of dx."
zh = "dx 的第二项里少了链式法则带来的因子 beta。"
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
    return dy * s * (1 + x * t), float(np.sum(dy * (x * s) * (x * t)))
