"""
verdict = "WA"
caught_by = ["odd_probabilities"]
en = "Each element's chance is a byte, so p is rounded down to a multiple of 1/256."
zh = "每个元素只用一个字节的随机数，p 因此被向下取整为 1/256 的倍数。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.randint(0, 256, x.shape) >= int(256 * p)
    return _kept(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else _kept(dy, mask, p)


def _kept(a, mask, p):
    result = np.zeros_like(a)
    result[mask] = a[mask] / (1 - p)
    return result
