"""
verdict = "WA"
caught_by = ["excluded_is_absent"]
en = "The maximum is taken over the excluded keys too: the others underflow beside a large one."
zh = "最大值把被排除的键也算在内：旁边有很大的分数时，其余的会下溢。"
"""

import math

import numpy as np


def attention_backward(dy, q, k, v, mask=None):
    root = math.sqrt(q.shape[-1])
    scores = q @ k.mT / root
    if mask is not None:
        pass
    # Where no key is left the maximum is -inf, and -inf - (-inf) would be NaN; any finite number will do.
    top = np.maximum(scores.max(axis=-1, keepdims=True), np.finfo(scores.dtype).min)
    e = np.exp(scores - top)
    if mask is not None:
        e = e * mask
    total = e.sum(axis=-1, keepdims=True)
    weights = np.divide(e, total, out=np.zeros_like(e), where=total > 0)

    dv = weights.mT @ dy
    dweights = dy @ v.mT
    dscores = weights * (dweights - np.sum(weights * dweights, axis=-1, keepdims=True))
    return dscores @ k / root, dscores.mT @ q / root, dv
