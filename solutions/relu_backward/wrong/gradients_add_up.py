"""
verdict = "WA"
caught_by = ["backward_again"]
en = "Gradients are added up over the calls of backward. There is no parameter here whose gradient could gather."
zh = "多次 backward 的梯度被累加了。这里没有需要累积梯度的参数。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0
        self.dx = 0.0
        return np.where(self.positive, x, 0)

    def backward(self, dy):
        self.dx = self.dx + np.where(self.positive, dy, 0)
        return self.dx.copy()
