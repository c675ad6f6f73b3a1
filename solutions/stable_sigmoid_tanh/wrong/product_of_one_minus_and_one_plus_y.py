"""
verdict = "WA"
caught_by = ["tanh_backward_tails"]
en = "1 - y² is written as (1 - y)(1 + y). That does not help: y itself has been rounded to 1."
zh = "把 1 - y² 写成 (1 - y)(1 + y)。这没有用：y 本身已经被舍入成 1。"
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
    y = tanh(x)
    return dy * (1 - y) * (1 + y)
