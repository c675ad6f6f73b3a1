"""
verdict = "WA"
says = [
    "Alone, in a fresh process, this call gives the right answer: your code keeps something from one call to the next.",
]
"""

import numpy as np

def stable_softmax(x, axis=-1, seen={}):
    if "shift" not in seen:
        seen["shift"] = x.max(axis=axis, keepdims=True)     # kept from the first call
    shift = seen["shift"]
    if shift.ndim != x.ndim or any(s not in (1, n) for s, n in zip(shift.shape, x.shape)):
        shift = x.max(axis=axis, keepdims=True)
    z = np.exp(x - shift)
    return z / z.sum(axis=axis, keepdims=True)
