"""
verdict = "WA"
caught_by = ["sigmoid_backward_tails"]
en = "The derivative is y (1 - y) as in the textbook. Far above 0 y is rounded to 1, and nothing is left of 1 - y."
zh = "导数按教科书写成 y (1 - y)。x 远大于 0 时 y 被舍入成 1，1 - y 就什么都不剩了。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    y = sigmoid(x)
    return dy * y * (1 - y)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * dy * sigmoid(2 * x) * sigmoid(-2 * x)
