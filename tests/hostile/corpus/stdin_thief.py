"""
verdict = ["AC", "TLE", "PE"]
points_at_most = 7
wall_s = 15
exploits = "Reads the standard input, where the judge's questions would be."
stops = "The standard input inside is empty; the supervisor alone holds the real one."
"""

import sys


def double(x):
    return sys.stdin.read() or 2 * x
