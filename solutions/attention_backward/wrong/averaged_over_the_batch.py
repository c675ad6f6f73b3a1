"""
verdict = "WA"
caught_by = ["leading_axes", "central_differences", "mask_shapes", "masks_of_one_entry"]
en = "The gradients are divided by the length of the first leading axis."
zh = "梯度除以了第一个前导轴的长度。"
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

    dv = weights.mT @ dy
    dweights = dy @ v.mT
    dscores = weights * (dweights - np.sum(weights * dweights, axis=-1, keepdims=True))
    batch = q.shape[0] if q.ndim > 2 else 1
    return dscores @ k / root / batch, dscores.mT @ q / root / batch, dv / batch
