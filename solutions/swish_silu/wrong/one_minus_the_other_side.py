"""
verdict = "WA"
caught_by = ["tails"]
en = "For negative z the sigmoid is 1 - sigmoid(-z): the difference of two numbers near 1 has lost its digits."
zh = "z 为负时用 1 - sigmoid(-z) 计算：两个接近 1 的数相减，已经没有有效数字。"
"""

import numpy as np


def sigmoid(z):
    y = 1 / (1 + np.exp(-np.abs(z)))
    return np.where(z >= 0, y, 1 - y)


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
