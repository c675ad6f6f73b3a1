import numpy as np


def stable_softmax(x, axis=-1):
    moved = np.moveaxis(x, axis, 0)
    top = moved[0].astype(np.longdouble)
    total = np.where(np.isneginf(moved[0]), 0, 1).astype(np.longdouble)
    with np.errstate(invalid="ignore"):
        for row in moved[1:].astype(np.longdouble):
            new = np.maximum(top, row)
            old_part = np.where(np.isneginf(top), 0, total * np.exp(top - new))
            total = old_part + np.where(np.isneginf(row), 0, np.exp(row - new))
            top = new
    out = np.empty_like(x)
    np.moveaxis(out, axis, 0)[...] = np.exp(moved - top) / total
    return out
