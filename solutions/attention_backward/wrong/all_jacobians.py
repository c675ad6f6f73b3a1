"""
verdict = "RTE"
caught_by = ["memory"]
en = "The Jacobians of all queries are built at once: n m m numbers."
zh = "一次构造了所有查询的雅可比矩阵，共 n · m · m 个数。"
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
    dscores = ((np.eye(k.shape[-2], dtype=q.dtype) * weights[..., None] - weights[..., None] * weights[..., None, :]) @ dweights[..., None])[..., 0]
    return dscores @ k / root, dscores.mT @ q / root, dv
