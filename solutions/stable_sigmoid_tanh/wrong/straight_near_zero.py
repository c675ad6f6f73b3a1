"""
verdict = "WA"
caught_by = ["near_zero"]
en = "Near 0 tanh(x) is taken as x. Within that range the missing x³ / 3 is larger than the error that is allowed."
zh = "0 附近直接把 tanh(x) 取成 x。在这个范围内，缺少的 x³ / 3 超过了允许的误差。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return np.where(np.abs(x) < 0.05, x, 2 * sigmoid(2 * x) - 1)

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
