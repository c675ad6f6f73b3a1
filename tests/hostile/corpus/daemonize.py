"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Leaves a daemon in a session of its own that holds the pipes, while the parent answers correctly."
stops = "After each case the supervisor kills everything else in its namespace; the daemon gains nothing."
"""

import os
import time


def double(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(1000)
        os._exit(0)
    return 2 * x
