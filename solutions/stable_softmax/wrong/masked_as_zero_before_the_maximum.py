"""
verdict = "WA"
caught_by = ["minus_infinity_beside_low"]
en = "Entries of -inf are set to 0 before the maximum is taken. Where all other logits are very low, 0 is the maximum, and they underflow to 0 / 0."
zh = "取最大值之前把 -inf 换成了 0。其他 logits 都很低时，最大值就成了 0，它们全部下溢，得到 0 / 0。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    excluded = np.isneginf(x)
    z = np.where(excluded, 0, x)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    e[excluded] = 0
    return e / e.sum(axis=axis, keepdims=True)
