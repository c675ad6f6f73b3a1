"""
exercise = "stable_softmax"
whole = true
verdict = "RV"
points_at_most = 0
wall_s = 15
forbid = ["softmax"]
exploits = "Finds numpy in the table of loaded modules, by the sys that dataclasses imports for itself."
stops = "Of a module of Python's own only what it lists or documents may be used, and none of its imports."
"""

import dataclasses

import numpy as np


class Own:
    logaddexp = modules = None


box = [dataclasses.sys]


def stable_softmax(x, axis=-1):
    total = box[0].modules["numpy"].logaddexp.reduce(x, axis=axis, keepdims=True)
    return np.exp(x - total)
