"""
verdict = "TLE"
points_at_most = 4
wall_s = 15
exploits = "Stops its own process, so that a grader that waits for its end waits for ever."
stops = "The judge's clock, and SIGKILL, which also ends what is stopped."
"""

import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return 2 * x
