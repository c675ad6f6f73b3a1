"""
verdict = "WA"
caught_by = ["example", "forward", "backward"]
en = "Negative elements pass with a small slope. That is the leaky ReLU."
zh = "负的元素以一个很小的斜率通过。那是 leaky ReLU。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.slope = np.where(x > 0, 1.0, 0.01).astype(x.dtype)
        return np.where(x > 0, x, 0.01 * x)

    def backward(self, dy):
        return dy * self.slope
