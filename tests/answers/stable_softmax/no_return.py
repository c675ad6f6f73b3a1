"""
verdict = "WA"
says = [
    "Your code returned None; numpy.ndarray is expected. Is a `return` missing?",
]
"""

import numpy as np


def stable_softmax(x, axis=-1):
    z = np.exp(x - np.max(x, axis=axis, keepdims=True))
    z / z.sum(axis=axis, keepdims=True)
