import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    wide = x.astype(np.longdouble)
    m = wide.max(axis=axis, keepdims=True)
    m[m == -np.inf] = 0
    with np.errstate(divide="ignore"):
        y = np.log(np.exp(wide - m).sum(axis=axis, keepdims=True)) + m
    if not keepdims:
        y = y.squeeze(axis)
    return y.astype(x.dtype)


def log_softmax(x, axis=-1):
    wide = x.astype(np.longdouble)
    m = wide.max(axis=axis, keepdims=True)
    m[m == -np.inf] = 0
    with np.errstate(divide="ignore", invalid="ignore"):
        y = wide - m - np.log(np.exp(wide - m).sum(axis=axis, keepdims=True))
    return np.nan_to_num(y, nan=-np.inf, neginf=-np.inf).astype(x.dtype)
