"""
verdict = "WA"
caught_by = ["odd_probabilities"]
en = "The random numbers are whole tenths, so elements are dropped with the next tenth above p."
zh = "随机数只取整十分之几，于是丢弃的概率成了不小于 p 的整十分之几。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.randint(0, 10, size=x.shape) / 10 >= p  # below 1, and 0 or more: p = 0 keeps everything, p = 1 nothing
    return _kept(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else _kept(dy, mask, p)


def _kept(a, mask, p):
    result = np.zeros_like(a)
    result[mask] = a[mask] / (1 - p)  # with p = 1 nothing is divided
    return result
