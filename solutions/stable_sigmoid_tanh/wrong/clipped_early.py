"""
verdict = "WA"
caught_by = ["sigmoid_lower_tail", "lower_tail"]
en = "x is clipped to a range in which exp is harmless. Sigmoid and its derivative stay at the bound's value beyond it."
zh = "把 x 截断到 exp 毫无风险的范围内。超出之后，sigmoid 及其导数都停在边界处的值上。"
"""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
