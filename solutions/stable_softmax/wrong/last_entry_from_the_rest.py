"""
verdict = "WA"
caught_by = ["small_in_any_place"]
en = "The last entry is what the others leave of 1: when it is small, nothing of it is left but rounding."
zh = "最后一个元素取 1 减去其余各项：它很小时，剩下的只有舍入误差。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    p = e / np.sum(e, axis=axis, keepdims=True)
    rows = np.moveaxis(p, axis, 0)
    rows[-1] = 1 - rows[:-1].sum(axis=0)
    return p
