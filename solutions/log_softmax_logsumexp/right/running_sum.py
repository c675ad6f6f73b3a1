import numpy as np


def _running(rows):
    """The maximum and the scaled sum of each row, in one pass over its entries."""
    m = np.full(rows.shape[:-1], -np.inf, dtype=rows.dtype)
    total = np.zeros(rows.shape[:-1], dtype=rows.dtype)
    for k in range(rows.shape[-1]):
        v = rows[..., k]
        new = np.maximum(m, v)
        safe = np.where(np.isneginf(new), 0, new)
        total = total * np.exp(m - safe) + np.exp(v - safe)
        m = new
    return m, total


def logsumexp(x, axis=-1, keepdims=False):
    m, total = _running(np.moveaxis(x, axis, -1))
    with np.errstate(divide="ignore"):
        y = m + np.log(total)
    return np.expand_dims(y, axis) if keepdims else y


def log_softmax(x, axis=-1):
    rows = np.moveaxis(x, axis, -1)
    m, total = _running(rows)
    some = total > 0
    shift = np.where(some, m, 0)[..., None]
    log_total = np.log(np.where(some, total, 1))[..., None]
    return np.moveaxis(rows - shift - log_total, -1, axis)
