"""
verdict = "WA"
caught_by = ["example", "backward", "network"]
en = "The gradient goes through ReLU itself: its positive entries pass and the sign of x is not asked for."
zh = "让梯度自己经过了一次 ReLU：只通过 dy 为正的元素，没有看 x 的符号。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0
        return np.where(self.positive, x, 0)

    def backward(self, dy):
        return np.where(dy > 0, dy, 0)
