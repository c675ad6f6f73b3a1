import numpy as np


def _shifted(x, axis):
    """Each slice's maximum, x below it, and the logarithm of the sum of the exponentials of that."""
    m = np.max(x, axis=axis, keepdims=True)
    z = x - np.maximum(m, np.finfo(x.dtype).min)  # a finite number in the place of -inf: -inf - (-inf) is NaN
    total = np.exp(z).sum(axis=axis, keepdims=True)
    return m, z, np.log(np.maximum(total, 1))  # below 1 it is in slices of -inf only: else the maximum adds 1


def logsumexp(x, axis=-1, keepdims=False):
    m, _, log_total = _shifted(x, axis)
    y = m + log_total
    return y if keepdims else np.squeeze(y, axis=axis)


def log_softmax(x, axis=-1):
    _, z, log_total = _shifted(x, axis)
    return z - log_total
