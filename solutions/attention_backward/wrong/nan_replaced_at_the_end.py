"""
verdict = "WA"
caught_by = ["nothing_left", "masks_of_one_entry", "one_key"]
en = "NaN is replaced in the results, not in the weights: the sums over queries are lost whole."
zh = "在结果中替换 NaN，而不是在权重中：对查询的求和整个丢失了。"
"""

import math

import numpy as np


def attention_backward(dy, q, k, v, mask=None):
    root = math.sqrt(q.shape[-1])
    scores = q @ k.mT / root
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    # Where no key is left the maximum is -inf, and -inf - (-inf) would be NaN; any finite number will do.
    top = scores.max(axis=-1, keepdims=True)
    e = np.exp(scores - top)
    total = e.sum(axis=-1, keepdims=True)
    weights = e / total

    dv = weights.mT @ dy
    dweights = dy @ v.mT
    dscores = weights * (dweights - np.sum(weights * dweights, axis=-1, keepdims=True))
    return tuple(np.nan_to_num(a) for a in (dscores @ k / root, dscores.mT @ q / root, dv))
