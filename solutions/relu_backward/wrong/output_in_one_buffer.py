"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "All calls for one shape fill and return the same array, so the next call overwrites the last answer."
zh = "同一形状的调用都填写并返回同一个数组，于是后一次调用覆盖了前一次的结果。"
"""

import numpy as np


class ReLU:
    def __init__(self):
        self.buffers = {}

    def forward(self, x):
        self.positive = x > 0
        out = self.buffers.setdefault((x.shape, x.dtype), np.empty_like(x))
        out[...] = np.where(self.positive, x, 0)
        return out

    def backward(self, dy):
        return np.where(self.positive, dy, 0)
