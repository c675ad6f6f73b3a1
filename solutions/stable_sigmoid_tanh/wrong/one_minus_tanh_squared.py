"""
verdict = "WA"
caught_by = ["tanh_backward_tails"]
en = "The derivative of tanh is 1 - y² as in the textbook. Far out y² is rounded to 1, and nothing is left."
zh = "tanh 的导数按教科书写成 1 - y²。在远处 y² 被舍入成 1，就什么都不剩了。"
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
    return dy * (1 - tanh(x) ** 2)
