"""
verdict = "WA"
caught_by = ["large", "very_negative", "just_beyond"]
en = "The exponential is taken of the logits themselves. It overflows for large logits and underflows to log 0 for very negative ones."
zh = "直接对 logits 取指数。logits 很大时上溢，很小时下溢成 log 0。"
"""

import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    return np.log(np.exp(x).sum(axis=axis, keepdims=keepdims))


def log_softmax(x, axis=-1):
    y = logsumexp(x, axis, keepdims=True)
    return x - np.where(np.isneginf(y), 0, y)
