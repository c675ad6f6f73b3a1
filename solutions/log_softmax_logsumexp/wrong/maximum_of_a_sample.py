"""
verdict = "WA"
caught_by = ["long_slices"]
en = "In long slices the maximum is sought among some entries only: a larger one overflows."
zh = "切片很长时只在部分元素中找最大值：更大的元素会溢出。"
"""

import numpy as np


def _shifted(x, axis):
    m = np.max(np.take(x, range(min(x.shape[axis], 256)), axis=axis), axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, axis)
    y = m + np.log(np.where(total == 0, 1, total))
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    return z - np.log(np.where(total == 0, 1, total))
