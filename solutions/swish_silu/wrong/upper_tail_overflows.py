"""
verdict = "RTE"
caught_by = ["example", "large", "huge"]
en = "The sigmoid is exp(z) / (1 + exp(z)) for all z: far above 0 that is inf / inf, which is nan."
zh = "对所有 z 都用 exp(z) / (1 + exp(z))：z 远大于 0 时是 inf / inf，得到 nan。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(z)
    return e / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
