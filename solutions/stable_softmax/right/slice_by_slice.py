import numpy as np


def stable_softmax(x, axis=-1):
    if x.ndim > 1:
        return np.apply_along_axis(stable_softmax, axis, x)
    top = x[np.argmax(x)]
    weights = np.where(x > -np.inf, np.exp(x - top), x.dtype.type(0))
    weights /= weights.sum()
    return weights
