"""
verdict = "WA"
caught_by = ["minus_infinity"]
en = "Entries of -inf are set to 0 before the maximum is taken. Where all other logits are very low, 0 is the maximum, and they underflow."
zh = "取最大值之前把 -inf 换成了 0。其他 logits 都很低时，最大值就成了 0，它们全部下溢。"
"""

import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    m = np.where(np.isneginf(x), 0, x).max(axis=axis, keepdims=True)
    y = m + np.log(np.exp(x - m).sum(axis=axis, keepdims=True))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    z = x - np.where(np.isneginf(x), 0, x).max(axis=axis, keepdims=True)
    total = np.exp(z).sum(axis=axis, keepdims=True)
    return z - np.log(np.where(total == 0, 1, total))
