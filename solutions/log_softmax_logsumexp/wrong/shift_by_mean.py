"""
verdict = "WA"
caught_by = ["large", "minus_infinity"]
en = "The mean is subtracted instead of the maximum. Entries far above the mean still overflow, and a single -inf makes the mean -inf."
zh = "减去的是均值而不是最大值。远高于均值的元素仍会溢出，而且只要有一个 -inf，均值就变成 -inf。"
"""

import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    m = x.mean(axis=axis, keepdims=True)
    y = m + np.log(np.exp(x - m).sum(axis=axis, keepdims=True))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    return x - logsumexp(x, axis, keepdims=True)
