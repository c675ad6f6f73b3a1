"""
exercise = "stable_softmax"
whole = true
verdict = "RV"
points_at_most = 0
wall_s = 15
forbid = ["softmax"]
exploits = "Has an enumeration make members of the functions of numpy that a predicate picks by name."
stops = "Methods of enum that look into modules by strings are refused."
"""

import enum

import numpy as np


class Base(enum.Enum):
    pass


Picked = Base._convert_("Picked", "numpy", lambda name: name == "logadd" + "exp")


def stable_softmax(x, axis=-1):
    total = list(Picked)[0].value.reduce(x, axis=axis, keepdims=True)
    return np.exp(x - total)
