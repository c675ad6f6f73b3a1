"""
verdict = "WA"
caught_by = ["dtype"]
en = "Everything is turned into float32, float64 arrays too: half of their digits are lost."
zh = "全部转换成 float32，float64 的数组也不例外：丢掉了一半的有效数字。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        x = x.astype(np.float32)
        self.positive = x > 0
        return np.where(self.positive, x, 0)

    def backward(self, dy):
        return np.where(self.positive, dy.astype(np.float32), 0)
