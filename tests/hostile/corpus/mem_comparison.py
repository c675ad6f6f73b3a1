"""
verdict = ["WA", "OLE", "PE"]
points_at_most = 4
wall_s = 15
exploits = "Answers with an array of the largest size that is taken and the wrong shape, so that comparing broadcasts it to terabytes."
stops = "Shapes are compared first, and nothing broadcasts."
"""

import numpy as np


def double(x):
    return np.zeros((len(x), 80_000))
