"""
verdict = "WA"
caught_by = ["example", "jacobian"]
en = "The sum of dy is subtracted instead of the sum of dy \u00b7 y."
zh = "减去的是 dy 的和，而不是 dy · y 的和。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return y * (dy - np.sum(dy, axis=axis, keepdims=True))
