"""
verdict = "WA"
caught_by = ["example", "zero", "all_zero"]
en = "The derivative at 0 is taken as 1/2, the mean of both slopes. Here it is 0."
zh = "0 处的导数取了两侧斜率的平均值 1/2，而这里规定为 0。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.slope = np.heaviside(x, 0.5)
        return np.maximum(x, 0)

    def backward(self, dy):
        return dy * self.slope
