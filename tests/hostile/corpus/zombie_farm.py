"""
verdict = ["AC", "RTE", "TLE"]
points_at_most = 7
wall_s = 15
exploits = "Leaves dead children that nobody collects, until there are no more numbers for processes."
stops = "Process 1 collects what its children leave, and the number is capped."
"""

import os


def double(x):
    for _ in range(20):
        if os.fork() == 0:
            os._exit(0)
    return 2 * x
