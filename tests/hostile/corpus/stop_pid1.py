"""
verdict = "AC"
verdict_in = { process = ["TLE", "RTE"] }
points_at_most = 7
wall_s = 60
exploits = "Stops the supervisor, so that nobody relays, kills or answers."
stops = "Process 1 of a namespace ignores SIGSTOP from inside; elsewhere the judge gives up on the sandbox and ends it."
"""

import os
import signal


def double(x):
    os.kill(os.getppid(), signal.SIGSTOP)
    return 2 * x
