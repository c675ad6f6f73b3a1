"""
verdict = ["RTE", "MLE"]
points_at_most = 4
wall_s = 15
exploits = "Asks for a terabyte in one piece."
stops = "The address space of data is limited: numpy raises."
"""

import numpy as np


def double(x):
    return np.ones(1 << 37)
