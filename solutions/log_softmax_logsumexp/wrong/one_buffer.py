"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "Every call with arrays of one shape fills and returns the same array, so the next call overwrites the answer of the last one."
zh = "对同一形状的输入，每次调用都填写并返回同一个数组，于是后一次调用覆盖了前一次的结果。"
"""

import numpy as np

_buffers = {}


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, axis)
    y = m + np.log(np.maximum(total, 1))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    out = _buffers.setdefault((x.shape, x.dtype), np.empty(x.shape, x.dtype))
    return np.subtract(z, np.log(np.maximum(total, 1)), out=out)
