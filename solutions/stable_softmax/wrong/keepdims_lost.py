"""
verdict = "RTE"
caught_by = ["small", "axis"]
en = "The maximum and the sum lose their dimension (no keepdims), so they broadcast along the wrong axis or not at all."
zh = "最大值与求和丢掉了维度（没有用 keepdims），广播时对不上轴，或者根本无法广播。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis))
    return e / np.sum(e, axis=axis)
