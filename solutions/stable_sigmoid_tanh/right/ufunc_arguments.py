import numpy as np


def sigmoid(x):
    negative = x < 0
    e = np.negative(np.abs(x))
    np.exp(e, out=e)
    y = np.reciprocal(1 + e)
    np.multiply(y, e, out=y, where=negative)
    return y


def sigmoid_backward(dy, x):
    dx = sigmoid(x)
    dx *= sigmoid(-x)
    dx *= dy
    return dx


def tanh(x):
    y = sigmoid(np.add(x, x))
    y *= 2
    y -= 1
    return y


def tanh_backward(dy, x):
    return sigmoid_backward(np.multiply(dy, 4), np.add(x, x))
