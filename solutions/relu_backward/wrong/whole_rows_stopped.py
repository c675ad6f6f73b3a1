"""
verdict = "WA"
caught_by = ["example", "backward"]
en = "The mask holds for whole rows: a row passes where any of its elements is positive."
zh = "掩码以整行为单位：一行中只要有一个正数，整行的梯度都通过。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = (x > 0).any(axis=-1, keepdims=True)
        return np.maximum(x, 0)

    def backward(self, dy):
        return np.where(self.positive, dy, 0)
