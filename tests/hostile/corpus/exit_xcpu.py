"""
verdict = ["RTE", "TLE"]
points_at_most = 4
wall_s = 15
exploits = "Sends itself the signal of spent processor time, to be told of a limit."
stops = "It gets a worse verdict of its own making, and no points."
"""

import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGXCPU)
