"""
verdict = "AC"
verdict_in = { process = ["RTE"] }
points_at_most = 7
wall_s = 30
label = { en = "ends the supervisor that watches it", zh = "杀死监视它的监督进程" }
exploits = "Sends the supervisor each signal that ends a process."
stops = "As process 1 of its namespace it gets no signal from inside but those that it handles, and it handles them well."
"""

import os
import signal


def double(x):
    for pid in {1, os.getppid()}:
        for number in range(1, 65):
            if number not in (signal.SIGSTOP, signal.SIGTSTP):
                try:
                    os.kill(pid, number)
                except (OSError, OverflowError):
                    pass
    return 2 * x
