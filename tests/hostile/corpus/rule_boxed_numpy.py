"""
exercise = "stable_softmax"
whole = true
verdict = "RV"
points_at_most = 0
wall_s = 15
forbid = ["softmax"]
exploits = "Puts numpy into a list, by a name that a module of numpy has for it, and has a class of its own with the forbidden name."
stops = "What a chain of names leads to is looked up, and a module may not become a value."
"""

import numpy as np


class Own:
    logaddexp = None


box = [np.ma.core.np]


def stable_softmax(x, axis=-1):
    return np.exp(x - box[0].logaddexp.reduce(x, axis=axis, keepdims=True))
