import numpy as np


class ReLU:
    """y is positive exactly where x is: a copy of it, which nobody else has, serves as well."""

    def forward(self, x):
        y = np.clip(x, 0, None)
        self.y = y.copy()
        return y

    def backward(self, dy):
        return np.sign(self.y) * dy
