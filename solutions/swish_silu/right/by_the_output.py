import numpy as np


def _sigmoid(z):
    safe = np.exp(np.minimum(z, 0)) / (1 + np.exp(np.minimum(z, 0)))
    return np.where(z < 0, safe, 1 / (1 + np.exp(-np.maximum(z, 0))))


def swish(x, beta=1.0):
    return _sigmoid(x * beta) * x


def swish_backward(dy, x, beta=1.0):
    # With y and its mirror image y' = x - y = x sigmoid(-z): dx = dy (s + beta y t), dbeta = sum dy y y'.
    y, mirrored = swish(x, beta), swish(x, -beta)
    dx = _sigmoid(x * beta) + beta * y * _sigmoid(-beta * x)
    dx *= dy
    return dx, float(np.vdot(y * mirrored, dy))
