import math

import numpy as np

# The derivative of the tanh form by a complex step, which has no difference to cancel.


def _tanh_form(z):
    return z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))) / 2


def _cdf(v):
    return math.erfc(-v * math.sqrt(0.5)) / 2


def gelu(x, approximate="none"):
    n = np.clip(x, -15, 15).astype(np.float64)
    if approximate == "tanh":
        y = _tanh_form(n)
    else:
        y = n * np.fromiter(map(_cdf, n.ravel()), dtype=np.float64, count=n.size).reshape(n.shape)
    return np.where(x > 15, x, y.astype(x.dtype))


def gelu_backward(dy, x, approximate="none"):
    n = np.clip(x, -15, 15).astype(np.float64)
    if approximate == "tanh":
        slope = np.imag(_tanh_form(n + 1e-20j)) / 1e-20
    else:
        cdf = np.fromiter(map(_cdf, n.ravel()), dtype=np.float64, count=n.size).reshape(n.shape)
        slope = cdf + n * np.exp(-n * n / 2) / np.sqrt(2 * np.pi)
    return (dy * slope).astype(x.dtype)
