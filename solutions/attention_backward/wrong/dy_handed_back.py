"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "With one query and one key dv equals dy, and dy itself is handed back."
zh = "只有一个查询和一个键时 dv 等于 dy，于是直接把 dy 还了回去。"
"""

import math

import numpy as np


def attention_backward(dy, q, k, v, mask=None):
    root = math.sqrt(q.shape[-1])
    scores = q @ k.mT / root
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    # Where no key is left the maximum is -inf, and -inf - (-inf) would be NaN; any finite number will do.
    top = np.maximum(scores.max(axis=-1, keepdims=True), np.finfo(scores.dtype).min)
    e = np.exp(scores - top)
    total = e.sum(axis=-1, keepdims=True)
    weights = np.divide(e, total, out=np.zeros_like(e), where=total > 0)

    single = mask is None and k.shape[-2] == 1 and q.shape[-2] == 1
    dv = dy if single else weights.mT @ dy
    dweights = dy @ v.mT
    dscores = weights * (dweights - np.sum(weights * dweights, axis=-1, keepdims=True))
    return dscores @ k / root, dscores.mT @ q / root, dv
