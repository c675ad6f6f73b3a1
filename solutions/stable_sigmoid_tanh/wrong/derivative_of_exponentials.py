"""
verdict = "RTE"
caught_by = ["huge", "around_the_limit"]
en = "The derivative is exp(-x) / (1 + exp(-x))²: far below 0 that is inf / inf, which is nan."
zh = "导数写成 exp(-x) / (1 + exp(-x))²：x 远小于 0 时是 inf / inf，得到 nan。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    e = np.exp(-x)
    return dy * e / (1 + e) ** 2

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * dy * sigmoid(2 * x) * sigmoid(-2 * x)
