"""
verdict = "WA"
caught_by = ["example", "backward"]
en = "Forward is a ReLU, but backward lets a small share of the gradient through negative elements, so that no unit dies."
zh = "前向是 ReLU，反向却让负的元素漏过一小部分梯度，以免神经元“死掉”。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0
        return np.where(self.positive, x, 0)

    def backward(self, dy):
        return np.where(self.positive, dy, 0.01 * dy)
