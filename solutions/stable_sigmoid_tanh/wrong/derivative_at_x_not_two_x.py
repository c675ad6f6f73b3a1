"""
verdict = "WA"
caught_by = ["example", "backward"]
en = "The derivative of sigmoid is taken at x instead of 2x."
zh = "sigmoid 的导数取在了 x 处，而不是 2x 处。"
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
    return 4 * sigmoid_backward(dy, x)
