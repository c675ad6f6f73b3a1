import numpy as np


def sigmoid(x):
    y = np.empty_like(x)
    positive = x >= 0
    y[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    y[~positive] = e / (1 + e)
    return y


def sigmoid_backward(dy, x):
    e = np.exp(-np.abs(x))
    return dy * e / (1 + e) ** 2


def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - e) / (1 + e)


def tanh_backward(dy, x):
    e = np.exp(-2 * np.abs(x))
    return 4 * dy * e / (1 + e) ** 2
