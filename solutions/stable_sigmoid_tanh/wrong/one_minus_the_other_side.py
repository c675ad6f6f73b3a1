"""
verdict = "WA"
caught_by = ["sigmoid_lower_tail", "lower_tail"]
en = "Below 0 the result is 1 - sigmoid(-x). The difference of two numbers near 1 has lost the digits of the small result."
zh = "小于 0 时用 1 - sigmoid(-x) 计算。两个接近 1 的数相减，很小的结果已经没有有效数字。"
"""

import numpy as np


def sigmoid(x):
    y = 1 / (1 + np.exp(-np.abs(x)))
    return np.where(x >= 0, y, 1 - y)

def sigmoid_backward(dy, x):
    e = np.exp(-np.abs(x))
    return dy * e / (1 + e) ** 2

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
