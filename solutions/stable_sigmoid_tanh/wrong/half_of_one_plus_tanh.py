"""
verdict = "WA"
caught_by = ["sigmoid_lower_tail", "lower_tail"]
en = "sigmoid is (1 + tanh(x / 2)) / 2. Far below 0 that is 1 - 1, and the small result has no digits left."
zh = "sigmoid 用 (1 + tanh(x / 2)) / 2 计算。x 远小于 0 时这相当于 1 - 1，很小的结果已经没有有效数字。"
"""

import numpy as np


def sigmoid(x):
    return (1 + tanh(x / 2)) / 2

def sigmoid_backward(dy, x):
    e = np.exp(-np.abs(x))
    return dy * e / (1 + e) ** 2

def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - e) / (1 + e)

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
