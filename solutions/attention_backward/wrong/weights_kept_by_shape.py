"""
verdict = "WA"
caught_by = ["mask_shapes", "standard_any_order_of_calls"]
en = "The weights are kept for each shape and used for later calls with other numbers."
zh = "按形状保存权重，并用于之后数值不同的调用。"
"""

import math

import numpy as np

_kept = {}


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
    weights = _kept.setdefault((q.shape, k.shape, q.dtype, mask is None), weights)

    dv = weights.mT @ dy
    dweights = dy @ v.mT
    dscores = weights * (dweights - np.sum(weights * dweights, axis=-1, keepdims=True))
    return dscores @ k / root, dscores.mT @ q / root, dv
