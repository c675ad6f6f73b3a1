"""
verdict = "WA"
says = [
    "The type is list[numpy.ndarray]; it should be numpy.ndarray.",
    "wrong type",
]
"""

import numpy as np

def _one(row):
    e = np.exp(row - np.max(row))
    return e / e.sum()

def stable_softmax(x, axis=-1):
    if x.ndim == 1:
        return _one(x)
    return [_one(row) for row in x]          # matrices, row by row
