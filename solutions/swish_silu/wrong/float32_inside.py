"""
verdict = "WA"
caught_by = ["silu", "dtype"]
en = "The sigmoid is computed in float32, for float64 too: half of the digits are lost."
zh = "即使输入是 float64，sigmoid 也用 float32 计算：丢掉了一半的有效数字。"
"""

import numpy as np


def sigmoid(z):
    n = np.clip(z, -1e30, 1e30).astype(np.float32)
    e = np.exp(-np.abs(n))
    return (np.where(n >= 0, 1, e) / (1 + e)).astype(z.dtype)


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
