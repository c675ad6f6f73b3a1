"""
verdict = "RTE"
caught_by = ["example", "axis"]
en = "The sum loses its dimension (no keepdims), so it broadcasts along the wrong axis or not at all."
zh = "求和丢掉了维度（没有用 keepdims），广播时对不上轴，或者根本无法广播。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return y * (dy - np.sum(dy * y, axis=axis))
