"""
verdict = "RTE"
caught_by = ["infinite"]
en = "The sign and the size are joined by x itself, so that infinite x give inf * 0 or inf / inf, which is nan."
zh = "用 x 本身来恢复符号，x 为无穷大时就出现 inf * 0 或 inf / inf，得到 nan。"
"""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    size = np.abs(x)
    e = np.exp(-2 * size)
    return np.where(x == 0, 0, x) / np.where(x == 0, 1, size) * (1 - e) / (1 + e)

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
