"""
verdict = ["PE", "RTE", "AC"]
points_at_most = 7
wall_s = 15
exploits = "Returns from a call in two processes, so that each answers."
stops = "A second answer is bytes that nobody asked for."
"""

import os


def double(x):
    os.fork()
    return 2 * x
