"""
verdict = "TLE"
points_at_most = 4
wall_s = 15
exploits = "Sleeps, so that a limit on processor time never comes."
stops = "The judge's own clock ends the case."
"""

import time


def double(x):
    time.sleep(1000)
