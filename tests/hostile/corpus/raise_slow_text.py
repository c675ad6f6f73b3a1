"""
verdict = "TLE"
points_at_most = 4
wall_s = 15
exploits = "Raises an exception whose text takes for ever."
stops = "Describing the exception is part of the call, under its clock."
"""

import time


class Slow(Exception):
    def __str__(self):
        time.sleep(1000)


def double(x):
    raise Slow
