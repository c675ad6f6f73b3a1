import numpy as np


def softmax_backward(dy, y, axis=-1):
    # A constant added to dy changes nothing, for each slice of y sums to 1.
    best = np.expand_dims(np.argmax(y, axis=axis), axis)
    g = dy - np.take_along_axis(dy, best, axis=axis)
    out = np.multiply(g, y)
    total = np.add.reduce(out, axis=axis, keepdims=True)
    np.subtract(out, y * total, out=out)
    return out
