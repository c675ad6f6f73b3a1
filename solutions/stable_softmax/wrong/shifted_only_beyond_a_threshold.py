"""
verdict = "WA"
caught_by = ["just_beyond"]
en = "The maximum is subtracted only where a logit is above a fixed threshold. exp overflows below it already, and very low logits all underflow to 0 / 0."
zh = "只有某个 logit 超过固定的阈值时才减去最大值。exp 在此之前就已溢出，而很低的 logits 会全部下溢，得到 0 / 0。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    if np.abs(x).max() > 1000:
        x = x - x.max(axis=axis, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)
