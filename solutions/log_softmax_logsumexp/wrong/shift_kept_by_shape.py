"""
verdict = "WA"
caught_by = ["standard_any_order_of_calls"]
en = "The maximum is computed once for each shape and kept for later calls, whose logits have another one."
zh = "最大值对每种形状只算一次，并留给之后的调用使用；而之后的 logits 最大值不同。"
"""

import numpy as np

_maxima = {}


def _shifted(x, axis):
    m = _maxima.setdefault((x.shape, x.dtype, axis), np.max(x, axis=axis, keepdims=True))
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, axis)
    y = m + np.log(np.maximum(total, 1))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    return z - np.log(np.maximum(total, 1))
