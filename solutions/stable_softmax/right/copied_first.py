"""A copy lies in memory row by row, whatever the argument does; so it can be read as one long row."""

import numpy as np


def stable_softmax(x, axis=-1):
    y = np.moveaxis(x, axis, -1).copy(order="C")
    rows = np.frombuffer(y.data, dtype=x.dtype).reshape(-1, y.shape[-1])
    e = np.exp(rows - rows.max(axis=1, keepdims=True))
    p = (e / e.sum(axis=1, keepdims=True)).reshape(y.shape)
    return np.moveaxis(p, -1, axis).copy(order="C")
