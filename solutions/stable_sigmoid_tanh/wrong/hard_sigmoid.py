"""
verdict = "WA"
caught_by = ["example", "forward"]
en = "sigmoid is replaced by three straight lines. That is the hard sigmoid."
zh = "用三段直线代替了 sigmoid。那是 hard sigmoid。"
"""

import numpy as np


def sigmoid(x):
    return np.clip(x / 6 + 0.5, 0, 1)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
