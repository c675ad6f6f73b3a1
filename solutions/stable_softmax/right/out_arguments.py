import numpy as np


def stable_softmax(x, axis=-1):
    out = np.array(x, copy=True)
    out -= np.amax(out, axis, keepdims=True)
    np.exp(out, out=out)
    out /= out.sum(axis, keepdims=True)
    return out
