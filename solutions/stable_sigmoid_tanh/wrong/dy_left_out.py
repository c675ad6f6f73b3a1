"""
verdict = "WA"
caught_by = ["example", "backward"]
en = "The backward functions return the derivative, without dy."
zh = "反向函数只返回了导数，没有乘 dy。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid(2 * x) * sigmoid(-2 * x)
