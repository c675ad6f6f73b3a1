"""
verdict = "WA"
caught_by = ["standard_inputs_untouched", "inputs_untouched"]
en = "Elements are zeroed and scaled in the caller's arrays."
zh = "直接在调用者的数组上置零和缩放。"
"""

import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = np.random.rand(*x.shape) >= p
    return dropout_backward(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    if mask is not None:
        dy[~mask] = 0
        dy[mask] /= 1 - p
    return dy
