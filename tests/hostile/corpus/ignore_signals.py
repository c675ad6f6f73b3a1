"""
verdict = "TLE"
points_at_most = 4
wall_s = 15
exploits = "Ignores every signal that can be ignored, and every exception, then waits."
stops = "The end is SIGKILL, from outside the process."
"""

import signal
import time


def double(x):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            pass
