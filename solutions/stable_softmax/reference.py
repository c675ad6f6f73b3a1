import numpy as np


def stable_softmax(x, axis=-1):
    # exp(x - m) / sum exp(x - m) is the same for every m; with the slice's maximum no term exceeds 1.
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)
