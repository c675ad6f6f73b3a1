"""
verdict = "WA"
caught_by = ["huge", "infinite"]
en = "(x + |x|) / 2 is ReLU on paper. The sum overflows for the largest numbers, and for -inf it is nan."
zh = "(x + |x|) / 2 在纸面上就是 ReLU。但 x 很大时求和会溢出，对 -inf 则得到 nan。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0
        return (x + np.abs(x)) / 2

    def backward(self, dy):
        return np.where(self.positive, dy, 0)
