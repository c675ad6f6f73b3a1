"""
verdict = "WA"
caught_by = ["lower_tail", "sigmoid_lower_tail"]
en = "Beyond a bound the result is set to 0 or 1. In float64 it is far from 0 there."
zh = "超出某个界限就直接取 0 或 1。而在 float64 中，那里的值远不是 0。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    y = np.where(x >= 0, 1, e) / (1 + e)
    return np.where(x < -100, 0, y)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
