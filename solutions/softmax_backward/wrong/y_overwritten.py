"""
verdict = "WA"
caught_by = ["inputs_untouched", "inputs_untouched_first_axis", "standard_inputs_untouched"]
en = "The result is written into y, the caller's array, which other backward passes may still need."
zh = "结果直接写进了 y（调用者的数组），而其他反向计算可能还需要它。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    s = np.sum(dy * y, axis=axis, keepdims=True)
    y *= dy - s
    return y
