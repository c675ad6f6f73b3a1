"""
verdict = "TLE"
points_at_most = 5
wall_s = 40
exploits = "Asks a little question now and then, for ever, so that neither processor time nor a single turn is long."
stops = "A case has one deadline for all turns together."
"""

import time


def questions():
    while True:
        time.sleep(0.05)
        yield 1


def search(f, goal):
    return max(f(n) for n in questions())
