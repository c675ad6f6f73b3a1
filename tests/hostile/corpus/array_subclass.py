"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Answers with an array whose class takes over numpy's functions."
stops = "Only exact arrays travel by value, as bytes."
"""

import numpy as np


class Rigged(np.ndarray):
    __array_function__ = lambda self, *args, **kwargs: True
    __array_ufunc__ = lambda self, *args, **kwargs: np.zeros(self.shape)
    __eq__ = lambda self, other: np.ones(self.shape, bool)


def double(x):
    return x.view(Rigged)
