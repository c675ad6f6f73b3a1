import numpy as np


def stable_softmax(x, axis=-1):
    rows = np.swapaxes(x, axis, 0)
    rows = np.exp(rows - rows.max(0))
    return np.swapaxes(rows / rows.sum(0), axis, 0)
