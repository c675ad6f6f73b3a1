"""
verdict = "RTE"
caught_by = ["example", "backward"]
en = "The second argument of the backward functions is taken for the result y, as in x (1 - x). It is the argument of the forward function."
zh = "把反向函数的第二个参数当成了结果 y，例如写成 x (1 - x)。它其实是前向函数的参数。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return dy * x * (1 - x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return dy * (1 - x * x)
