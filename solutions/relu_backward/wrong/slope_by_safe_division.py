"""
verdict = "WA"
caught_by = ["backward", "tiny"]
en = "The slope is computed as y / (x + a small number): it is not exactly 1, and for tiny x it is far from it."
zh = "斜率用 y / (x + 一个很小的数) 计算：它不恰好等于 1，x 很小时更是相差甚远。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        y = np.maximum(x, 0)
        self.slope = y / (x + 1e-7)
        return y

    def backward(self, dy):
        return dy * self.slope
