"""
verdict = "WA"
says = [
    "The shape is (); it should be (2, 3).",
]
"""

import numpy as np


def stable_softmax(x, axis=-1):
    z = np.exp(x - np.max(x, axis=axis, keepdims=True))
    y = z / z.sum(axis=axis, keepdims=True)
    return y.sum()
