"""
verdict = ["RTE", "TLE"]
points_at_most = 4
wall_s = 15
exploits = "Closes every descriptor, so that nobody can speak."
stops = "The supervisor sees the end of the pipe and the death of the child."
"""

import os


def double(x):
    os.closerange(0, 1000)
    return 2 * x
