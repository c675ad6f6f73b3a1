import numpy as np


def stable_softmax(x, axis=-1):
    m = x.max(axis=axis, keepdims=True)
    log_sum = m + np.log(np.exp(x - m).sum(axis=axis, keepdims=True))
    return np.exp(x - log_sum)
