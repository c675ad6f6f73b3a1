import math

import numpy as np


def _sigmoid(z):
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    e = math.exp(z)
    return e / (1.0 + e)


def swish(x, beta=1.0):
    y = np.empty(x.shape, dtype=x.dtype)
    for index in np.ndindex(x.shape):
        v = float(x[index])
        y[index] = v * _sigmoid(beta * v)
    return y


def swish_backward(dy, x, beta=1.0):
    dx, terms = np.empty(x.shape, dtype=x.dtype), []
    for index in np.ndindex(x.shape):
        v, g = float(x[index]), float(dy[index])
        s, t = _sigmoid(beta * v), _sigmoid(-beta * v)
        dx[index] = g * (s + beta * v * s * t)
        terms.append(g * (v * s) * (v * t))
    return dx, math.fsum(terms)
