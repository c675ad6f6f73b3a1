"""
verdict = "WA"
caught_by = ["example", "backward"]
en = "dy is multiplied by y itself and not by the slope, which is 1 wherever x is positive."
zh = "dy 乘的是 y 本身，而不是斜率；x 为正处的斜率都是 1。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.y = np.maximum(x, 0)
        return self.y.copy()

    def backward(self, dy):
        return dy * self.y
