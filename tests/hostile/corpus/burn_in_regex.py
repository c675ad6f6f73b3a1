"""
verdict = "TLE"
points_at_most = 4
wall_s = 15
exploits = "Lets a regular expression backtrack for longer than the universe."
stops = "The end is SIGKILL, from outside the process."
"""

import re


def double(x):
    return re.match("(a+)+$", "a" * 60 + "b")
