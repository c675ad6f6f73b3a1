"""
verdict = "WA"
caught_by = ["x_overwritten"]
en = "What is kept is a view (or np.asarray, or a reshape) of x: it shares its memory, so x can still be overwritten under it."
zh = "保存的是 x 的视图（或 np.asarray、reshape 的结果）：它与 x 共享内存，x 被改写时它也跟着变。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x[...]
        return np.maximum(x, 0)

    def backward(self, dy):
        return np.where(self.x > 0, dy, 0)
