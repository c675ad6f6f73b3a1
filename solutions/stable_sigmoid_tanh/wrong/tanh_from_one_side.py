"""
verdict = "RTE"
caught_by = ["example", "huge"]
en = "tanh is (exp(2x) - 1) / (exp(2x) + 1) for all x: far above 0 that is inf / inf, which is nan."
zh = "对所有 x 都用 (exp(2x) - 1) / (exp(2x) + 1)：x 远大于 0 时是 inf / inf，得到 nan。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    e = np.exp(2 * x)
    return (e - 1) / (e + 1)

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
