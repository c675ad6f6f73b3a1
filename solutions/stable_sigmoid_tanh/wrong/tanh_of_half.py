"""
verdict = "WA"
caught_by = ["example", "forward"]
en = "tanh is written as 2 sigmoid(x) - 1: that is tanh(x / 2)."
zh = "tanh 写成了 2 sigmoid(x) - 1：那其实是 tanh(x / 2)。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
