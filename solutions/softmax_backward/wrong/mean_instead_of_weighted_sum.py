"""
verdict = "WA"
caught_by = ["example", "jacobian"]
en = "The plain mean of dy is subtracted. The mean that counts is weighted by y."
zh = "减去的是 dy 的普通平均。应当用以 y 为权重的平均。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return y * (dy - np.mean(dy, axis=axis, keepdims=True))
