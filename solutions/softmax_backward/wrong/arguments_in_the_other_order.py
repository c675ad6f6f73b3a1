"""
verdict = "WA"
caught_by = ["example", "jacobian"]
en = "The arguments are taken in the other order, y first."
zh = "两个参数弄反了，把第一个当成了 y。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    y, dy = dy, y
    return y * (dy - np.sum(dy * y, axis=axis, keepdims=True))
