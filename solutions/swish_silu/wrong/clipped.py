"""
verdict = "WA"
caught_by = ["tails"]
en = "z is clipped to a range in which exp is harmless. Beyond it the sigmoid no longer falls, and is multiplied by x."
zh = "把 z 截断到 exp 毫无风险的范围内。超出之后 sigmoid 不再变小，却还要乘以 x。"
"""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
