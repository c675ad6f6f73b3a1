"""
verdict = "WA"
caught_by = ["digits"]
en = "A small constant is added to the sum as a safeguard. After the shift the sum is at least 1, and the constant shows in the digits."
zh = "为了“安全”给和加了一个小常数。平移之后和至少为 1，无需保护，这个常数反而出现在结果的有效数字里。"
"""

import numpy as np


def _shifted(x, axis):
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.where(np.isneginf(m), 0, m)
    return m, z, np.exp(z).sum(axis=axis, keepdims=True)


def logsumexp(x, axis=-1, keepdims=False):
    m, _, total = _shifted(x, axis)
    y = m + np.log(total + 1e-10)
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    _, z, total = _shifted(x, axis)
    return z - np.log(total + 1e-10)
