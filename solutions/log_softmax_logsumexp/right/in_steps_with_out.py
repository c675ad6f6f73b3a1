import numpy as np


def log_softmax(x, axis=-1):
    y = np.array(x, copy=True)
    m = np.amax(y, axis=axis, keepdims=True)
    m[np.isinf(m)] = 0
    np.subtract(y, m, out=y)
    total = np.add.reduce(np.exp(y), axis=axis, keepdims=True)
    np.log(total, out=total, where=total > 0)
    np.subtract(y, total, out=y)
    return y


def logsumexp(x, axis=-1, keepdims=False):
    top = np.amax(x, axis=axis, keepdims=keepdims)
    lowered = np.amax(log_softmax(x, axis), axis=axis, keepdims=keepdims)
    return np.subtract(top, np.where(np.isinf(top), 0, lowered), dtype=x.dtype)
