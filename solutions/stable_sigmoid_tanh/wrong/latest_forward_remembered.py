"""
verdict = "RTE"
caught_by = ["backward"]
en = "The backward functions use the x of the latest forward call instead of their argument."
zh = "反向函数用的是最近一次前向调用的 x，而不是自己的参数。"
"""

import numpy as np

_last = {}

def sigmoid(x):
    _last["x"] = x
    return _plain(x)

def _plain(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def sigmoid_backward(dy, x):
    x = _last["x"]
    return dy * _plain(x) * _plain(-x)

def tanh(x):
    return 2 * _plain(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * dy * _plain(2 * x) * _plain(-2 * x)
