"""
verdict = "WA"
caught_by = ["example", "zero", "all_zero"]
en = "The gradient passes where x is at least 0 (>= instead of >): the derivative at 0 is 1 and not 0."
zh = "x 大于等于 0 处都让梯度通过（用了 >= 而不是 >）：0 处的导数成了 1，而不是 0。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x.copy()
        return np.maximum(x, 0)

    def backward(self, dy):
        return np.where(self.x >= 0, dy, 0)
