"""
verdict = "WA"
caught_by = ["large"]
en = "The mean is subtracted instead of the maximum. Entries far above the mean still overflow, and a single -inf makes the mean -inf."
zh = "减去的是均值而不是最大值。远高于均值的元素仍会溢出，而且只要有一个 -inf，均值就变成 -inf。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    e = np.exp(x - x.mean(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
