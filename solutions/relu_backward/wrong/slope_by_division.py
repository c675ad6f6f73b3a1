"""
verdict = "WA"
caught_by = ["zero", "all_zero"]
en = "The slope is computed as y / x: at 0 that is 0 / 0, which is nan."
zh = "斜率用 y / x 计算：0 处是 0 / 0，得到 nan。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        y = np.maximum(x, 0)
        self.slope = y / x
        return y

    def backward(self, dy):
        return dy * self.slope
