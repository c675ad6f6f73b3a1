"""
verdict = "WA"
caught_by = ["example", "jacobian"]
en = "The sign is turned: the sum minus dy."
zh = "符号反了：用求和项减去了 dy。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    return y * (np.sum(dy * y, axis=axis, keepdims=True) - dy)
