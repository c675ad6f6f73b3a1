"""
verdict = "WA"
says = [
    "The type is Wrapped; it should be numpy.ndarray.",
]
"""

class Wrapped:
    def __init__(self, values):
        self.values = values

    def tolist(self):
        return self.values.tolist()


import numpy as np


def stable_softmax(x, axis=-1):
    z = np.exp(x - np.max(x, axis=axis, keepdims=True))
    y = z / z.sum(axis=axis, keepdims=True)
    return Wrapped(y)
