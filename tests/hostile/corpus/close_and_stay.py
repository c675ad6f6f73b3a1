"""
verdict = ["TLE", "RTE"]
points_at_most = 4
wall_s = 15
exploits = "Closes its pipes and goes on living."
stops = "The end of a pipe is not the end of the case: the clock is."
"""

import os
import time


def double(x):
    os.closerange(0, 1000)
    time.sleep(1000)
