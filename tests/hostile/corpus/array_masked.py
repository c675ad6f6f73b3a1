"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Answers with an array all of whose elements are masked, so that nothing is compared."
stops = "Only exact arrays travel by value."
"""

import numpy as np


def double(x):
    return np.ma.masked_all(x.shape)
