"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "The gradient is multiplied into dy, the caller's array."
zh = "直接在 dy 上做乘法，而 dy 是调用者的数组。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    dy *= sigmoid(x) * sigmoid(-x)
    return dy.copy()

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * dy * sigmoid(2 * x) * sigmoid(-2 * x)
