"""
verdict = "WA"
says = [
    "The type is generator; it should be numpy.ndarray.",
]
"""

import numpy as np


def stable_softmax(x, axis=-1):
    z = np.exp(x - np.max(x, axis=axis, keepdims=True))
    y = z / z.sum(axis=axis, keepdims=True)
    return (row for row in y)
