"""
verdict = "RTE"
caught_by = ["axis"]
en = "The maximum and the sum lose their dimension (no keepdims), so they broadcast along the wrong axis or not at all."
zh = "最大值与求和丢掉了维度（没有用 keepdims），广播时对不上轴，或者根本无法广播。"
"""

import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    m = np.max(x, axis=axis)
    return m + np.log(np.sum(np.exp(x - m), axis=axis, keepdims=keepdims))


def log_softmax(x, axis=-1):
    z = x - np.max(x, axis=axis)
    return z - np.log(np.sum(np.exp(z), axis=axis))
