"""
verdict = "WA"
caught_by = ["x_overwritten"]
en = "The layer keeps the caller's x and compares it in backward. Whoever has overwritten it by then changes the gradient."
zh = "层里保存的是调用者的那个 x，到 backward 时才比较。在那之前它若被改写，梯度就变了。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, dy):
        return np.where(self.x > 0, dy, 0)
