"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "The elements are taken in the order in which they lie in memory: of a transposed array that is not the order of its rows."
zh = "按元素在内存中的顺序来取：对于转置得到的数组，这并不是逐行的顺序。"
"""

import numpy as np


def sigmoid(x):
    flat = x.ravel(order="K")
    e = np.exp(-np.abs(flat))
    return (np.where(flat >= 0, 1, e) / (1 + e)).reshape(x.shape)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
