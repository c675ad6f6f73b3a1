import numpy as np


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    rng = np.random.default_rng()
    with np.errstate(divide="ignore"):
        mask = rng.exponential(size=x.shape) < -np.log(np.float64(p)) if p else np.ones(x.shape, bool)
    y = x.copy()
    y[~mask] = 0
    y[mask] /= (1 - p) or 1
    return y, mask


def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    dx = np.array(dy)
    dx *= mask
    dx /= (1 - p) or 1
    return dx
