import numpy as np


class ReLU:
    def forward(self, x):
        self.positive = x > 0  # a new array: whoever overwrites x or y does not reach it
        return np.where(self.positive, x, 0)

    def backward(self, dy):
        return np.where(self.positive, dy, 0)
