"""
verdict = "WA"
caught_by = ["many", "huge"]
en = "y is cut off at 6. That is ReLU6, whose gradient above 6 is 0 as well."
zh = "y 在 6 处被截断。那是 ReLU6，它在 6 以上的梯度也为 0。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.inside = (x > 0) & (x < 6)
        return np.clip(x, 0, 6)

    def backward(self, dy):
        return np.where(self.inside, dy, 0)
