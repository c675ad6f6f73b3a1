"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Kills itself as the kernel would, out of memory."
stops = "MLE is proven by the kernel's counter, not by a signal."
"""

import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGKILL)
