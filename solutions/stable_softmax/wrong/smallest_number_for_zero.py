"""
verdict = "WA"
caught_by = ["exactly_zero"]
en = "No probability is below a very small number, so excluded positions do not get 0."
zh = "概率都不低于某个很小的数，因此被排除的位置得到的不是 0。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    p = e / np.sum(e, axis=axis, keepdims=True)
    return np.maximum(p, np.finfo(p.dtype).tiny)
