"""
verdict = ["RTE", "TLE"]
verdict_in = { process = ["AC"] }
points_at_most = 7
wall_s = 20
exploits = "Nests folders so deep that removing them by recursion, or by path, fails."
stops = "The scratch space is emptied step by step, by changing the current folder."
"""

import os


def double(x):
    for _ in range(100_000):
        os.mkdir("d")
        os.chdir("d")
    return 2 * x
