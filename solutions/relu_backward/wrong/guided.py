"""
verdict = "WA"
caught_by = ["example", "backward", "backward_again"]
en = "The gradient passes only where both x and dy are positive. That is guided backpropagation, a way to draw pictures, and not the gradient."
zh = "只有 x 和 dy 都为正才让梯度通过。这是用于可视化的 guided backpropagation，不是梯度。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0
        return np.where(self.positive, x, 0)

    def backward(self, dy):
        return np.where(self.positive & (dy > 0), dy, 0)
