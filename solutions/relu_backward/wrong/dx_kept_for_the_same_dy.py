"""
verdict = "WA"
caught_by = ["dx_overwritten"]
en = "dx is kept, and returned again when the same dy comes: whoever has overwritten it in the meantime gets their own numbers back."
zh = "dx 被保存下来，遇到相同的 dy 就再返回一次：如果调用者在此期间改写过它，拿回来的就是改写后的数。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0
        self.known = {}
        return np.where(self.positive, x, 0)

    def backward(self, dy):
        key = dy.tobytes()
        if key not in self.known:
            self.known[key] = np.where(self.positive, dy, 0)
        return self.known[key]
