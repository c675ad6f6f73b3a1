"""
verdict = "WA"
caught_by = ["example", "backward"]
en = "tanh(x) = 2 sigmoid(2x) - 1 has two factors of 2 in its derivative: only the outer one is there."
zh = "tanh(x) = 2 sigmoid(2x) - 1 的导数里有两个因子 2：这里只有外面的那个。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 2 * sigmoid_backward(dy, 2 * x)
