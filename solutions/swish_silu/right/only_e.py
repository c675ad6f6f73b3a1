import numpy as np


def swish(x, beta=1.0):
    z = np.multiply(x, beta)
    e = np.exp(-np.abs(z))
    return np.where(z < 0, x * e, x) / (1 + e)


def swish_backward(dy, x, beta=1.0):
    z = np.multiply(x, beta)
    e = np.exp(-np.abs(z))
    bell = x * e / (1 + e) / (1 + e)  # x sigmoid(z) sigmoid(-z)
    share = np.where(z < 0, e, 1) / (1 + e)
    return dy * (share + beta * bell), (dy * bell * x).sum()
