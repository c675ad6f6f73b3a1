"""
verdict = "WA"
caught_by = ["example", "jacobian"]
en = "A softmax is taken of y, which is one already: y is the output of the forward pass, not its input."
zh = "对 y 又做了一次 softmax：y 是前向的输出，不是输入。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    e = np.exp(y - y.max(axis=axis, keepdims=True))
    p = e / e.sum(axis=axis, keepdims=True)
    return p * (dy - np.sum(dy * p, axis=axis, keepdims=True))
