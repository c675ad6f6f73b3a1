"""
verdict = "WA"
caught_by = ["sigmoid_backward_tails", "tanh_backward_tails"]
en = "The derivative is kept above a small number so that the gradient does not vanish. It does vanish: that is what saturation means."
zh = "导数不允许小于某个很小的数，以免梯度消失。但它确实会消失，这正是“饱和”的含义。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return dy * np.maximum(sigmoid(x) * sigmoid(-x), 1e-8)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
