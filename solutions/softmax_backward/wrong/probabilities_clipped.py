"""
verdict = "WA"
caught_by = ["zeros", "small_probabilities"]
en = "y is clipped away from 0 first. Excluded positions get a gradient, and small ones too large a gradient."
zh = "先把 y 从 0 截断开。被排除的位置有了梯度，很小的概率梯度过大。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    y = np.clip(y, 1e-12, 1.0)
    return y * (dy - np.sum(dy * y, axis=axis, keepdims=True))
