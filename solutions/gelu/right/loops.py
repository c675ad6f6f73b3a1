import math

import numpy as np


def _value(v, form):
    if form == "none":
        return v * 0.5 * math.erfc(-v / math.sqrt(2.0))
    u = math.sqrt(2.0 / math.pi) * (v + 0.044715 * v * v * v)
    return v * 0.5 * (1.0 + math.tanh(u))


def _slope(v, form):
    if form == "none":
        return 0.5 * math.erfc(-v / math.sqrt(2.0)) + v * math.exp(-0.5 * v * v) / math.sqrt(2.0 * math.pi)
    c = math.sqrt(2.0 / math.pi)
    t = math.tanh(c * (v + 0.044715 * v * v * v))
    if abs(t) == 1.0:
        return max(t, 0.0)
    return 0.5 * (1.0 + t) + 0.5 * v * (1.0 - t * t) * c * (1.0 + 0.134145 * v * v)


def gelu(x, approximate="none"):
    y = np.empty(x.shape, dtype=x.dtype)
    for index in np.ndindex(x.shape):
        y[index] = _value(float(x[index]), approximate)
    return y


def gelu_backward(dy, x, approximate="none"):
    dx = np.empty(x.shape, dtype=x.dtype)
    for index in np.ndindex(x.shape):
        dx[index] = float(dy[index]) * _slope(float(x[index]), approximate)
    return dx
