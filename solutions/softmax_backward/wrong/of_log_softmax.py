"""
verdict = "WA"
caught_by = ["example", "jacobian"]
en = "This is the backward pass of log-softmax: dy - y \u03a3 dy."
zh = "这是 log-softmax 的反向：dy - y Σ dy。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return dy - y * np.sum(dy, axis=axis, keepdims=True)
