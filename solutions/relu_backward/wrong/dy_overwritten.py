"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "Backward writes its zeros into dy, which another branch of the network may still need."
zh = "反向把 0 写进了 dy，而网络的另一个分支可能还要用到它。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0
        return np.where(self.positive, x, 0)

    def backward(self, dy):
        dy[~self.positive] = 0
        return dy.copy()
