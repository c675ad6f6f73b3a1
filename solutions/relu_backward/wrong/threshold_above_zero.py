"""
verdict = "WA"
caught_by = ["tiny"]
en = "x is compared with a small number instead of 0: tiny positive elements are stopped."
zh = "x 与一个很小的数比较，而不是与 0 比较：很小的正数也被截住了。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 1e-8
        return np.maximum(x, 0)

    def backward(self, dy):
        return np.where(self.positive, dy, 0)
