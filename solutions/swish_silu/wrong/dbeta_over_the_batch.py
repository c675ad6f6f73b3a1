"""
verdict = "WA"
caught_by = ["example", "silu"]
en = "dbeta is summed over the first axis only, and comes as an array."
zh = "dbeta 只沿第一个轴求和，得到的是一个数组。"
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
    return dy * s * (1 + z * t), np.sum(dy * (x * s) * (x * t), axis=0) if x.ndim > 1 else dy * (x * s) * (x * t)
