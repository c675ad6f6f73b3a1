"""
verdict = "WA"
caught_by = ["example", "forward"]
en = "The sign in the exponent is lost, so sigmoid falls where it should rise."
zh = "指数里丢了负号，于是本该上升的 sigmoid 变成了下降。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, e, 1) / (1 + e)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
