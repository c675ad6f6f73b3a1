import numpy as np

# Each branch of np.where sees only arguments at which it is safe.


def sigmoid(x):
    up, down = np.exp(np.minimum(x, 0)), np.exp(-np.maximum(x, 0))
    return np.where(x < 0, up / (1 + up), 1 / (1 + down))


def sigmoid_backward(dy, x):
    small = sigmoid(-np.abs(x))
    return dy * (small * (1 - small))


def tanh(x):
    return 1 - 2 * sigmoid(-2 * x)


def tanh_backward(dy, x):
    small = sigmoid(-2 * np.abs(x))
    return dy * (4 * small * (1 - small))
