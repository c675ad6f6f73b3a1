import math

import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    rows = np.moveaxis(x, axis, -1)
    y = np.empty(rows.shape[:-1], dtype=x.dtype)
    for i in np.ndindex(y.shape):
        row = rows[i].tolist()
        largest = max(row)
        if largest == -math.inf:
            y[i] = largest
            continue
        y[i] = largest + math.log(sum(math.exp(v - largest) for v in row))
    return np.expand_dims(y, axis) if keepdims else y


def log_softmax(x, axis=-1):
    rows = np.moveaxis(x, axis, -1)
    y = np.empty(rows.shape, dtype=x.dtype)
    for i in np.ndindex(rows.shape[:-1]):
        row = rows[i].tolist()
        largest = max(row)
        if largest == -math.inf:
            y[i] = largest
            continue
        log_sum = math.log(sum(math.exp(v - largest) for v in row))
        y[i] = [v - largest - log_sum for v in row]
    return np.moveaxis(y, -1, axis)
