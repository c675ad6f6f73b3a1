"""
verdict = "WA"
caught_by = ["small", "sums_to_one"]
en = "A small constant is added to the denominator as a safeguard. After the shift the sum is at least 1: there is nothing to guard, and the result no longer sums to one."
zh = "为了“安全”在分母上加了一个小常数。平移之后分母至少为 1，本来就无需保护，这样做反而让概率之和不再等于 1。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / (e.sum(axis=axis, keepdims=True) + 1e-6)
