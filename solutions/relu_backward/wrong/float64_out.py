"""
verdict = "WA"
caught_by = ["dtype", "standard_dtype_kept"]
en = "The slope is an array of float64 ones and zeros, and the product with float32 is float64."
zh = "斜率是 float64 的 0/1 数组，与 float32 相乘得到 float64。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.slope = np.zeros(x.shape)
        self.slope[x > 0] = 1
        return np.maximum(x, 0)

    def backward(self, dy):
        return dy * self.slope
