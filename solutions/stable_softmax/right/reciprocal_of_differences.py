import numpy as np


def stable_softmax(x, axis=-1):
    # 1 / sum_j exp(x_j - x_i): an overflow to inf in the sum is a probability of 0 here, and right.
    moved = np.moveaxis(np.asarray(x, dtype=np.float64), axis, -1)
    low = np.isneginf(moved)
    safe = np.where(low, 0.0, moved)
    with np.errstate(over="ignore"):
        terms = np.exp(moved[..., None, :] - safe[..., :, None])
    p = np.where(low, 0.0, 1.0 / terms.sum(axis=-1))
    return np.moveaxis(p, -1, axis).astype(x.dtype)
