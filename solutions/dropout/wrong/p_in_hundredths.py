"""
verdict = "WA"
caught_by = ["odd_probabilities"]
en = "p is cut to whole hundredths, which in binary may be the one below."
zh = "p 被截断成整百分之几，而在二进制下可能会少百分之一。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.randint(100, size=x.shape) >= int(p * 100)  # below 1, and 0 or more: p = 0 keeps everything, p = 1 nothing
    return _kept(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else _kept(dy, mask, p)


def _kept(a, mask, p):
    result = np.zeros_like(a)
    result[mask] = a[mask] / (1 - p)  # with p = 1 nothing is divided
    return result
