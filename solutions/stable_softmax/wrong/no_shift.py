"""
verdict = "WA"
caught_by = ["large", "very_negative", "rows_of_different_scale"]
en = "The exponential is taken of the logits themselves. It overflows for large logits (inf / inf is nan) and underflows for very negative ones (0 / 0)."
zh = "直接对 logits 取指数。logits 很大时上溢（inf / inf 得 nan），很小时全部下溢（0 / 0）。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)
