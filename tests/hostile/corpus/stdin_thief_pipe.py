"""
verdict = ["TLE", "PE", "RTE"]
points_at_most = 4
wall_s = 15
exploits = "Reads the next questions out of the worker's pipe."
stops = "The next question is not sent before the answer; it waits for nothing."
"""

import os
import sys


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    return os.read(frame.f_locals["server"].pipe.data_in, 1 << 20)
