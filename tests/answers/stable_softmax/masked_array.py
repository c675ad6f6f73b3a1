"""
verdict = "WA"
says = [
    "The type is numpy.ma.MaskedArray; it should be numpy.ndarray.",
]
"""

import numpy as np


def stable_softmax(x, axis=-1):
    z = np.exp(x - np.max(x, axis=axis, keepdims=True))
    y = z / z.sum(axis=axis, keepdims=True)
    return np.ma.masked_array(y)
