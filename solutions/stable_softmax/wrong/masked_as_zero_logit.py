"""
verdict = "WA"
caught_by = ["minus_infinity"]
en = "Entries of -inf are turned into finite numbers (nan_to_num after the shift turns them into 0), so excluded positions get a share."
zh = "-inf 被换成了有限值（平移后用 nan_to_num 变成 0），于是被排除的位置也分到了概率。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    z = np.nan_to_num(x - x.max(axis=axis, keepdims=True), neginf=0.0)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)
