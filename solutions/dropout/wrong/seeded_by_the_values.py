"""
verdict = "WA"
caught_by = ["drawn_anew"]
en = "The generator is seeded with something of x: the same x always gets the same mask."
zh = "随机数发生器的种子取自 x：同一个 x 总是得到同样的掩码。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.default_rng(abs(hash(x.tobytes()))).random(x.shape) >= p  # below 1, and 0 or more: p = 0 keeps everything, p = 1 nothing
    return _kept(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else _kept(dy, mask, p)


def _kept(a, mask, p):
    result = np.zeros_like(a)
    result[mask] = a[mask] / (1 - p)  # with p = 1 nothing is divided
    return result
