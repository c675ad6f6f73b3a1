"""
verdict = ["RTE", "MLE", "TLE"]
points_at_most = 4
wall_s = 15
exploits = "Recurses through C without a limit, until the stack runs over."
stops = "Only the child of that case dies; the supervisor reports the signal."
"""

import sys


def double(x):
    sys.setrecursionlimit(10**9)
    return sorted([x, x], key=double)
