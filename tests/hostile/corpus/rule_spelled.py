"""
verdict = "RV"
points_at_most = 0
wall_s = 15
forbid = ["softmax"]
exploits = "Spells a forbidden function so that its name does not stand in the source."
stops = "The rules look for the ways to spell, not only for names."
"""

import numpy as np


def double(x):
    return getattr(np, "ex" + "p")(x), eval(bytes([49]).decode())
