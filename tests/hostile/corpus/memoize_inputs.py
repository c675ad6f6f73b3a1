"""
verdict = "AC"
points_at_most = 7
wall_s = 40
time_s = 1.0
ratio_at_least = 2.0
exploits = "Keeps answers by identity, address, shape and first element, and does the slow work only once."
stops = "Each timed call has fresh inputs, and each timed answer is checked."
"""

import numpy as np

kept = {}


def double(x):
    key = (x.shape, x.tobytes())
    if key not in kept:
        for _ in range(100):
            y = 2 * x
        kept[key] = y
    return kept[key]
