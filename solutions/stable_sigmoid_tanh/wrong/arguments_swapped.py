"""
verdict = "WA"
caught_by = ["example", "backward"]
en = "The arguments are taken in the order (x, dy)."
zh = "参数顺序弄成了 (x, dy)。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return x * sigmoid(dy) * sigmoid(-dy)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * x * sigmoid(2 * dy) * sigmoid(-2 * dy)
