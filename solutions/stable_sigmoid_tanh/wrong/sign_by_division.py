"""
verdict = "RTE"
caught_by = ["example", "near_zero"]
en = "The sign of x is computed as x / |x|: at 0 that is 0 / 0, which is nan."
zh = "用 x / |x| 求 x 的符号：0 处是 0 / 0，得到 nan。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return x / np.abs(x) * (1 - e) / (1 + e)

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
