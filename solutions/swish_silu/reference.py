import numpy as np


def sigmoid(z):
    # exp(z) / (1 + exp(z)) below 0, 1 / (1 + exp(-z)) above: no exponent is positive, so nothing overflows.
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def swish(x, beta=1.0):
    return x * sigmoid(x * beta)


def swish_backward(dy, x, beta=1.0):
    z = x * beta
    s, t = sigmoid(z), sigmoid(-z)  # t is 1 - s with all of its digits
    dbeta = np.sum(dy * (x * s) * (x * t))  # x * x could be too large
    return dy * s * (1 + z * t), float(dbeta)
