"""
verdict = "WA"
caught_by = ["example", "many"]
en = "The gradient is clipped on its way. Clipping is an optimiser's business, and not part of the derivative."
zh = "梯度在途中被裁剪了。裁剪是优化器的事，不属于求导。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0
        return np.where(self.positive, x, 0)

    def backward(self, dy):
        return np.where(self.positive, np.clip(dy, -1, 1), 0)
