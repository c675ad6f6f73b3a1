"""
verdict = "WA"
caught_by = ["every_axis"]
en = "squeeze without an axis drops all axes of length 1, not only the one of the sum."
zh = "squeeze 没有指明 axis，所有长度为 1 的轴都被去掉了，而不只是求和的那个轴。"
"""

import numpy as np


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, axis)
    y = m + np.log(np.maximum(total, 1))
    return y if keepdims else np.squeeze(y)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    return z - np.log(np.maximum(total, 1))
