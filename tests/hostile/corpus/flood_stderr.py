"""
verdict = ["OLE", "TLE"]
points_at_most = 4
wall_s = 20
exploits = "Floods the standard error, which graders forget."
stops = "Both streams are one pipe of the supervisor's, with one cap."
"""

import os


def double(x):
    while True:
        os.write(2, b"x" * 1_000_000)
