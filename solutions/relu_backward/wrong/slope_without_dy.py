"""
verdict = "WA"
caught_by = ["example", "backward", "backward_again"]
en = "The slope is returned, without dy: the chain rule wants their product."
zh = "返回的只是斜率，没有乘 dy：链式法则要求二者相乘。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0
        return np.where(self.positive, x, 0)

    def backward(self, dy):
        return self.positive.astype(dy.dtype)
