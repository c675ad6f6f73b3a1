"""
verdict = "WA"
caught_by = ["tails"]
en = "The sigmoid is (1 + tanh(z / 2)) / 2: far below 0 that is 1 - 1, and the small result has no digits left."
zh = "sigmoid 用 (1 + tanh(z / 2)) / 2 计算：z 远小于 0 时这相当于 1 - 1，很小的结果已经没有有效数字。"
"""

import numpy as np


def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
