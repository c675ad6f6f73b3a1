import numpy as np


class Dropout:
    def __init__(self, p):
        self.p = p

    def draw(self, shape):
        return np.random.binomial(1, 1.0 - self.p, size=shape).astype(bool)

    def apply(self, a, mask):
        out = a.copy()
        out[~mask] = 0
        if self.p < 1:
            out /= 1.0 - self.p
        return out


def dropout_forward(x, p=0.5, training=True):
    if not training or p == 0:
        return x, np.ones_like(x, dtype=bool) if training else None
    layer = Dropout(p)
    mask = layer.draw(x.shape)
    return layer.apply(x, mask), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else Dropout(p).apply(dy, mask)
