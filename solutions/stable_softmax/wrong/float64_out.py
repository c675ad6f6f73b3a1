"""
verdict = "WA"
caught_by = ["dtype", "standard_dtype_kept"]
en = "The result is float64 whatever the input's dtype."
zh = "无论输入是什么 dtype，结果总是 float64。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    x = np.asarray(x, dtype=np.float64)
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
