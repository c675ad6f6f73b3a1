import numpy as np


def _log_sigmoid(z):
    return np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))


def swish(x, beta=1.0):
    wide = np.asarray(x, dtype=np.float64)
    return (wide * np.exp(_log_sigmoid(beta * wide))).astype(x.dtype)


def swish_backward(dy, x, beta=1.0):
    wide, grad = (np.asarray(a, dtype=np.float64) for a in (x, dy))
    z = beta * wide
    s, both = np.exp(_log_sigmoid(z)), np.exp(_log_sigmoid(z) + _log_sigmoid(-z))
    dx = grad * s + grad * z * both
    return [dx.astype(x.dtype), np.array(np.sum(grad * wide**2 * both))]
