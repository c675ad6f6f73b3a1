"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "The entries are taken in the order in which they lie in memory: of a transpose that is not the order of its rows."
zh = "按元素在内存中的顺序来取：对于转置得到的数组，这并不是逐行的顺序。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    y, dy = (a.ravel(order="K").reshape(a.shape) for a in (y, dy))
    return y * (dy - np.sum(dy * y, axis=axis, keepdims=True))
