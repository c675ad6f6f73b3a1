"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Answers in the other byte order, in Fortran's order and with negative strides."
stops = "This is no attack: the worker writes what it sends in one order, and the right answer is right."
"""

import numpy as np


def double(x):
    return np.asfortranarray((2 * x)[::-1]).astype(">f8")[::-1]
