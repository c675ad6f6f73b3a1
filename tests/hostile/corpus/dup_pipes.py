"""
verdict = ["TLE", "PE", "RTE"]
points_at_most = 4
wall_s = 15
exploits = "Puts the pipe of prints in the place of the pipe of answers, and the other way."
stops = "Answers are what comes out of the one pipe, prints what comes out of the other."
"""

import os
import sys


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    pipe = frame.f_locals["server"].pipe
    kept = os.dup(pipe.data_out)
    os.dup2(1, pipe.data_out)
    os.dup2(kept, 1)
    print("x" * 5000)
    return 2 * x
