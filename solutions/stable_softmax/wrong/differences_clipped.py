"""
verdict = "WA"
caught_by = ["relative_precision"]
en = "The shifted logits are clipped from below before exp. Small probabilities come out as the bound's."
zh = "取指数之前把平移后的 logits 从下方截断，很小的概率都变成了截断值对应的概率。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    z = x - x.max(axis=axis, keepdims=True)
    e = np.where(np.isneginf(z), 0, np.exp(np.clip(z, -100, None)))
    return (e / e.sum(axis=axis, keepdims=True)).astype(x.dtype)
