"""
verdict = ["PE", "AC"]
points_at_most = 7
wall_s = 20
exploits = "Leaves a child that holds the pipe and goes on sending answers after the case has ended."
stops = "Each case has pipes of its own, and what a dead child's pipe still holds is dropped."
"""

import os
import sys


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    pipe = frame.f_locals["server"].pipe
    if os.fork() == 0:
        os.setsid()
        import time

        while True:
            time.sleep(0.05)
            pipe.send(b"\x91\xa1d", [])
    return 2 * x
