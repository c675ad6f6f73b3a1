"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "Forward works in place: it writes its zeros into x, the caller's array."
zh = "前向就地计算：把 0 写进了 x，也就是调用者的数组。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0
        x[x <= 0] = 0
        return x.copy()

    def backward(self, dy):
        return np.where(self.positive, dy, 0)
