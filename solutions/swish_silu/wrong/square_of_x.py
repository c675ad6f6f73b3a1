"""
verdict = "RTE"
caught_by = ["huge"]
en = "x is squared before it meets the sigmoids. In float32 the square overflows, and inf * 0 is nan."
zh = "x 先平方，再乘以 sigmoid。float32 下平方会溢出，而 inf * 0 是 nan。"
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
    return dy * s * (1 + z * t), float(np.sum(dy * x**2 * s * t))
