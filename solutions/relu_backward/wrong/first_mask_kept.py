"""
verdict = "WA"
caught_by = ["latest_forward"]
en = "The mask is made for each shape once and kept: later batches are masked by the first one."
zh = "掩码对每种形状只计算一次并保留下来：之后的批次用的都是第一个批次的掩码。"
"""

import numpy as np


class ReLU:
    def __init__(self):
        self.masks = {}

    def forward(self, x):
        self.shape = x.shape
        if x.shape not in self.masks:
            self.masks[x.shape] = x > 0
        return np.maximum(x, 0)

    def backward(self, dy):
        return np.where(self.masks[self.shape], dy, 0)
