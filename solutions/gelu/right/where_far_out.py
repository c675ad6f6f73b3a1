import math

import numpy as np


def _erf(z):
    return np.array([math.erf(v) for v in z.ravel().tolist()], dtype=z.dtype).reshape(z.shape)


def _inside(x):
    return np.where(np.abs(x) < 30, x, x.dtype.type(0))


def gelu(x, approximate="none"):
    v = _inside(x)
    if approximate == "tanh":
        y = 0.5 * v * (1 + np.tanh(math.sqrt(2 / math.pi) * v * (1 + 0.044715 * v * v)))
    else:
        y = 0.5 * v * (1 + _erf(v / math.sqrt(2)))
    return np.where(np.abs(x) < 30, y, np.maximum(x, 0))


def gelu_backward(dy, x, approximate="none"):
    v = _inside(x)
    if approximate == "tanh":
        c = math.sqrt(2 / math.pi)
        t = np.tanh(c * v * (1 + 0.044715 * v * v))
        slope = 0.5 * (1 + t) + v * (1 - t) * (1 + t) * (0.5 * c + 1.5 * c * 0.044715 * v * v)
    else:
        slope = 0.5 * (1 + _erf(v / math.sqrt(2))) + v * np.exp(-v * v / 2) / math.sqrt(2 * math.pi)
    return dy * np.where(np.abs(x) < 30, slope, np.heaviside(x, 0))
