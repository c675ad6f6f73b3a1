"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "The entries are taken in the order in which they lie in memory: of a transpose that is not the order of its rows."
zh = "按元素在内存中的顺序来取：对于转置得到的数组，这并不是逐行的顺序。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    y = x.ravel(order="K").reshape(x.shape)
    e = np.exp(y - y.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
