"""
verdict = "WA"
caught_by = ["sigmoid_lower_tail", "lower_tail"]
en = "The result is kept away from 0 and 1 by a small number, as if a logarithm were to follow."
zh = "结果被一个很小的数挡在 0 和 1 之外，好像后面还要取对数似的。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.clip(np.where(x >= 0, 1, e) / (1 + e), 1e-7, 1 - 1e-7)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
