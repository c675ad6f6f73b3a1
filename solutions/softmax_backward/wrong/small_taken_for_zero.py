"""
verdict = "WA"
caught_by = ["small_probabilities"]
en = "Probabilities below a threshold are taken for 0."
zh = "低于某个阈值的概率被当成了 0。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return np.where(y > 1e-12, y, 0) * (dy - np.sum(dy * y, axis=axis, keepdims=True))
