"""
verdict = "WA"
caught_by = ["dbeta_tails"]
en = "σ(-z) is computed as 1 - σ(z). Where σ(z) is nearly 1, nothing is left of the difference, nor of dbeta."
zh = "σ(-z) 用 1 - σ(z) 计算。σ(z) 接近 1 时，差已经没有有效数字，dbeta 也随之失去精度。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s = sigmoid(z)
    t = 1 - s
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
