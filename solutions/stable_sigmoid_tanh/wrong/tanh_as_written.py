"""
verdict = "RTE"
caught_by = ["example", "huge"]
en = "tanh is the quotient of its two sums of exponentials, as written: for large numbers inf / inf, which is nan."
zh = "tanh 直接按两个指数之和的商计算：数很大时是 inf / inf，得到 nan。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    a, b = np.exp(x), np.exp(-x)
    return (a - b) / (a + b)

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
