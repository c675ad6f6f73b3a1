"""
verdict = ["OLE", "TLE"]
points_at_most = 4
wall_s = 20
exploits = "Fills the pipe and then sleeps, so that whoever reads or kills waits for ever."
stops = "The supervisor's pipes never block it, and the judge never stops reading."
"""

import os
import time


def double(x):
    os.write(1, b"x" * 20_000_000)
    time.sleep(1000)
