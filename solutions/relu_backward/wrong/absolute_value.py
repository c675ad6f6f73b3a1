"""
verdict = "WA"
caught_by = ["example", "forward"]
en = "Negative numbers change their sign instead of becoming 0."
zh = "负数变成了它的相反数，而不是 0。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0
        return np.abs(x)

    def backward(self, dy):
        return np.where(self.positive, dy, 0)
