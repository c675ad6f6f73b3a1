from math import erf, pi, sqrt

import numpy as np

phi_of = np.vectorize(lambda v: (1 + erf(v / sqrt(2))) / 2, otypes=[np.float64])


def gelu(x, approximate="none"):
    wide = x.astype(np.float64)
    if approximate == "none":
        return (wide * phi_of(wide)).astype(x.dtype)
    return (0.5 * wide * (1 + np.tanh(sqrt(2 / pi) * (wide + 0.044715 * wide**3)))).astype(x.dtype)


def gelu_backward(dy, x, approximate="none"):
    wide = x.astype(np.float64)
    if approximate == "none":
        slope = phi_of(wide) + wide * np.exp(-0.5 * wide**2) / sqrt(2 * pi)
    else:
        t = np.tanh(sqrt(2 / pi) * (wide + 0.044715 * wide**3))
        slope = 0.5 * (1 + t) + 0.5 * wide * (1 - t * t) * sqrt(2 / pi) * (1 + 3 * 0.044715 * wide**2)
    return (dy * slope).astype(x.dtype)
