"""
verdict = "WA"
caught_by = ["example", "forward"]
en = "exp(-|x|) is used without looking at the sign of x again: sigmoid(-x) comes out like sigmoid(x)."
zh = "用了 exp(-|x|)，之后却没有再看 x 的符号：sigmoid(-x) 与 sigmoid(x) 得到同样的值。"
"""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-np.abs(x)))

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
