"""
verdict = "WA"
caught_by = ["example", "jacobian"]
en = "y enters the sum twice."
zh = "求和时 y 乘了两次。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return y * (dy - np.sum(dy * y * y, axis=axis, keepdims=True))
