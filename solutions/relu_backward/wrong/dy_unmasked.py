"""
verdict = "WA"
caught_by = ["example", "backward", "zero"]
en = "dy is returned as it is: elements that forward stopped get a gradient all the same."
zh = "原样返回 dy：前向被截成 0 的元素也得到了梯度。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        return np.maximum(x, 0)

    def backward(self, dy):
        return dy.copy()
