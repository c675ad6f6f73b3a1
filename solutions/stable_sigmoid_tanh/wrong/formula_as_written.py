"""
verdict = "RTE"
caught_by = ["strict", "never_overflows"]
en = "sigmoid is 1 / (1 + exp(-x)) for all x. The values come out right, but far below 0 exp overflows on the way."
zh = "对所有 x 都用 1 / (1 + exp(-x))。得到的值是对的，但 x 远小于 0 时 exp 在计算途中溢出。"
"""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
