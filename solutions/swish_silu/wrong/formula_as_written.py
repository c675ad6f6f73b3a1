"""
verdict = "RTE"
caught_by = ["never_overflows"]
en = "The sigmoid is 1 / (1 + exp(-z)) for all z. The values come out right, but far below 0 exp overflows on the way."
zh = "对所有 z 都用 1 / (1 + exp(-z))。得到的值是对的，但 z 远小于 0 时 exp 在计算途中溢出。"
"""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
