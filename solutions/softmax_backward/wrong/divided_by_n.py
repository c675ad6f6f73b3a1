"""
verdict = "WA"
caught_by = ["example", "jacobian"]
en = "The weighted sum is divided by the length of the slice."
zh = "加权和又除以了切片的长度。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return y * (dy - np.mean(dy * y, axis=axis, keepdims=True))
