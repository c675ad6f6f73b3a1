"""
verdict = "WA"
says = [
    "The answer is an array of strings; an array of numbers is expected.",
]
"""

import numpy as np


def stable_softmax(x, axis=-1):
    z = np.exp(x - np.max(x, axis=axis, keepdims=True))
    y = z / z.sum(axis=axis, keepdims=True)
    return y.astype(str)
