"""
verdict = "WA"
caught_by = ["example", "backward"]
en = "The slope is taken as the sign of x, so that negative elements get -dy. That is the gradient of |x|."
zh = "斜率取成了 x 的符号，于是负的元素得到 -dy。那是 |x| 的梯度。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.slope = np.sign(x)
        return np.maximum(x, 0)

    def backward(self, dy):
        return dy * self.slope
