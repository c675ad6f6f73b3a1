"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "The exponential is written into x, the caller's array."
zh = "取指数的结果直接写进了 x，也就是调用者的数组。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    x *= 2
    return 2 * sigmoid(x) - 1

def tanh_backward(dy, x):
    return 4 * dy * sigmoid(2 * x) * sigmoid(-2 * x)
