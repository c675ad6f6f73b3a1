"""
verdict = "WA"
caught_by = ["y_overwritten"]
en = "The layer keeps the y that it returned and compares it in backward. A later layer that works in place has overwritten it by then."
zh = "层里保存的就是返回的那个 y，到 backward 时才比较。后面的层若就地计算，它早已被改写。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.y = np.maximum(x, 0)
        return self.y

    def backward(self, dy):
        return np.where(self.y > 0, dy, 0)
