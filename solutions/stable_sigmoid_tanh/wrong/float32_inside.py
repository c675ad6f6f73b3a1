"""
verdict = "WA"
caught_by = ["forward", "dtype"]
en = "Everything is computed in float32, for float64 too: half of the digits are lost."
zh = "即使输入是 float64，也全部用 float32 计算：丢掉了一半的有效数字。"
"""

import numpy as np


def sigmoid(x):
    z = np.clip(x, -1e30, 1e30).astype(np.float32)
    e = np.exp(-np.abs(z))
    return (np.where(z >= 0, 1, e) / (1 + e)).astype(x.dtype)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
