"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "The places of positive elements are those in memory (order='K'). For a transposed x they are not those of dy."
zh = "正元素的位置按内存顺序（order='K'）来记。x 是转置得到的数组时，这些位置与 dy 的对不上。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x.ravel(order="K") > 0
        return np.maximum(x, 0)

    def backward(self, dy):
        return np.where(self.positive.reshape(dy.shape), dy, 0)
