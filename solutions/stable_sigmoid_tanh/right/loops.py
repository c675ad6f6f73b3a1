import math

import numpy as np


def _each(function, x, *others):
    out = np.empty(x.shape, dtype=x.dtype)
    for index in np.ndindex(x.shape):
        out[index] = function(float(x[index]), *(float(a[index]) for a in others))
    return out


def _sigmoid(v):
    if v >= 0:
        return 1.0 / (1.0 + math.exp(-v))
    e = math.exp(v)
    return e / (1.0 + e)


def _tanh(v):
    if v < 0:
        return -_tanh(-v)
    return -math.expm1(-2 * v) / (1 + math.exp(-2 * v))


def sigmoid(x):
    return _each(_sigmoid, x)


def sigmoid_backward(dy, x):
    return _each(lambda v, g: g * _sigmoid(v) * _sigmoid(-v), x, dy)


def tanh(x):
    return _each(_tanh, x)


def tanh_backward(dy, x):
    return _each(lambda v, g: 4 * g * _sigmoid(2 * v) * _sigmoid(-2 * v), x, dy)
