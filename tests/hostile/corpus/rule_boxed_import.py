"""
exercise = "stable_softmax"
whole = true
verdict = "RV"
points_at_most = 0
wall_s = 15
forbid = ["softmax"]
exploits = "Imports numpy from a module of numpy that imports it, and hands it on as a default in a dict."
stops = "What is imported is looked up by what it is, and a module may not become a value."
"""

import numpy as np
from numpy.polynomial.chebyshev import np as library

TOOLS = {"any": library}


class Own:
    logaddexp = None


def stable_softmax(x, axis=-1):
    return np.exp(x - TOOLS["any"].logaddexp.reduce(x, axis=axis, keepdims=True))
