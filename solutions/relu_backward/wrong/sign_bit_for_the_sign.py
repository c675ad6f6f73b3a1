"""
verdict = "WA"
caught_by = ["zero", "all_zero"]
en = "The sign bit decides: -0.0 has it and 0.0 has not, so at 0.0 the gradient passes."
zh = "用符号位来判断：-0.0 有符号位而 0.0 没有，于是 0.0 处的梯度通过了。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.negative = np.signbit(x)
        return np.where(self.negative, 0, x)

    def backward(self, dy):
        return np.where(self.negative, 0, dy)
