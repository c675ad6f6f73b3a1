import numpy as np


def log_softmax(x, axis=-1):
    out = np.full_like(x, -np.inf)
    for index in np.ndindex(np.take(x, 0, axis=axis).shape):
        place = list(index)
        place.insert(axis % x.ndim, slice(None))
        place = tuple(place)
        row = x[place]
        kept = row > -np.inf
        if not kept.any():
            continue
        z = row[kept] - row[kept].max()
        filled = np.full_like(row, -np.inf)
        filled[kept] = z - np.log(np.exp(z).sum())
        out[place] = filled
    return out


def logsumexp(x, axis=-1, keepdims=False):
    m = x.max(axis=axis, keepdims=True)
    # At the place of the maximum the log-softmax is m - logsumexp.
    below = log_softmax(x, axis).max(axis=axis, keepdims=True)
    y = m - np.where(m > -np.inf, below, 0)
    return y if keepdims else y.squeeze(axis)
