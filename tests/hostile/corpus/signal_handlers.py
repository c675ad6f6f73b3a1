"""
verdict = ["TLE", "RTE"]
points_at_most = 4
wall_s = 15
exploits = "Answers each signal by forking, and never ends by itself."
stops = "SIGKILL has no handler."
"""

import os
import signal


def double(x):
    for number in range(1, 32):
        try:
            signal.signal(number, lambda *_: os.fork())
        except (OSError, ValueError):
            pass
    while True:
        os.kill(os.getpid(), signal.SIGUSR1)
        signal.sigtimedwait([], 0.05)
