import numpy as np


class ReLU:
    """Remembers the places of the positive elements, and scatters to them."""

    def forward(self, x):
        places = np.flatnonzero(x > 0)

        def scatter(a):
            out = np.zeros(a.shape, dtype=a.dtype)
            np.put(out, places, np.take(a, places))
            return out

        self._scatter = scatter
        return scatter(x)

    def backward(self, dy):
        return self._scatter(dy)
