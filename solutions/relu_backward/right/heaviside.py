import numpy as np

relu = np.frompyfunc(lambda v: v if v > 0 else 0.0, 1, 1)


class ReLU:
    """x is kept as a copy; the slope is Heaviside's step function with 0 at 0."""

    def forward(self, x):
        self.cache = (np.array(x, copy=True),)
        return relu(x).astype(x.dtype).reshape(x.shape)

    def backward(self, dy):
        (x,) = self.cache
        return np.multiply(np.heaviside(x, 0), dy)
