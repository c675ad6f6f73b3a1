"""
verdict = "WA"
caught_by = ["axis", "sums_to_one", "rank_four", "square_both_axes"]
en = "The argument axis is ignored: the softmax always runs along the last axis."
zh = "忽略了参数 axis：softmax 总是沿最后一个轴计算。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
