import numpy as np


class ReLU:
    def forward(self, x):
        negative = np.signbit(x) | (x == 0)
        self.pick = lambda a: np.ma.array(a, mask=negative, copy=True).filled(0)
        return self.pick(x)

    def backward(self, dy):
        return self.pick(dy)
