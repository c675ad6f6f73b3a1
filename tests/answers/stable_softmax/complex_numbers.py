"""
verdict = "WA"
says = [
    "The dtype is complex128; it should be float64.",
]
"""

import numpy as np


def stable_softmax(x, axis=-1):
    z = np.exp(x - np.max(x, axis=axis, keepdims=True))
    y = z / z.sum(axis=axis, keepdims=True)
    return y + 0j
