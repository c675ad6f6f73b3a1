"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Answers with an object that says it is an array, and reduces itself to one."
stops = "The worker goes by the exact type, and the judge by the bytes."
"""

import numpy as np


class Liar:
    __class__ = np.ndarray
    __reduce__ = lambda self: (np.ones, (1,))
    __array_interface__ = {"shape": (1,), "typestr": "<f8", "version": 3, "data": (0, False)}
    __array_struct__ = 7


def double(x):
    return Liar()
