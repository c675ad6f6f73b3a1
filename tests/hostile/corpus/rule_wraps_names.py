"""
exercise = "stable_softmax"
whole = true
verdict = "RV"
points_at_most = 0
wall_s = 15
forbid = ["softmax"]
exploits = "Has functools copy the globals of a function of numpy, named by a string, into an object that keeps what it is given."
stops = "wraps and update_wrapper with names of attributes look up what the source does not show, and are refused."
"""

import functools

import numpy as np

kept = {}


class Keeper:
    logaddexp = None

    def __setattr__(self, name, value):
        kept[name] = value


functools.wraps(np.iterable, assigned=["__glo" + "bals__"], updated=[])(Keeper())


def stable_softmax(x, axis=-1):
    library = kept["__glo" + "bals__"]["np"]
    return np.exp(x - library.logaddexp.reduce(x, axis=axis, keepdims=True))
