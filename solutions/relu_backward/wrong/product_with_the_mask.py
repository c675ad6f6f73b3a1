"""
verdict = "WA"
caught_by = ["infinite"]
en = "Forward multiplies x by its mask: for -inf that is -inf times 0, which is nan."
zh = "前向用 x 乘以掩码：对 -inf 来说就是 -inf 乘以 0，得到 nan。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0
        return x * self.positive

    def backward(self, dy):
        return np.where(self.positive, dy, 0)
