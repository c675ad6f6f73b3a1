"""
verdict = "WA"
caught_by = ["just_beyond"]
en = "The maximum is subtracted only where a logit is above a fixed threshold. exp overflows below it already, and very low logits all underflow."
zh = "只有某个 logit 超过固定的阈值时才减去最大值。exp 在此之前就已溢出，而很低的 logits 会全部下溢。"
"""

import numpy as np


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    m = np.where(m > 730, m, 0)
    z = x - m
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, axis)
    y = m + np.log(total)
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    return z - np.log(np.where(total == 0, 1, total))
