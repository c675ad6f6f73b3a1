"""
verdict = ["TLE", "RTE"]
points_at_most = 4
wall_s = 15
exploits = "Announces a frame, sends half of it, and waits."
stops = "The deadline is for the whole frame, not for each read."
"""

import os
import sys
import time


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    os.write(frame.f_locals["server"].pipe.data_out, b"\0\0\1\0" + b"x" * 100)
    time.sleep(1000)
