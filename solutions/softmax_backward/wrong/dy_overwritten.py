"""
verdict = "WA"
caught_by = ["inputs_untouched", "inputs_untouched_first_axis", "standard_inputs_untouched"]
en = "The sum is subtracted from dy itself, the caller's array."
zh = "直接在 dy（调用者的数组）上减去了求和项。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    dy -= np.sum(dy * y, axis=axis, keepdims=True)
    return y * dy
