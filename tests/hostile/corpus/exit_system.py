"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Leaves by SystemExit with status 0."
stops = "Every exception is an answer: it raised."
"""

import sys


def double(x):
    sys.exit(0)
