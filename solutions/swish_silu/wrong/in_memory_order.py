"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "The elements are taken in the order in which they lie in memory: of a transposed array that is not the order of its rows."
zh = "按元素在内存中的顺序来取：对于转置得到的数组，这并不是逐行的顺序。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    flat = x.ravel(order="K")
    return (flat * sigmoid(beta * flat)).reshape(x.shape)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
