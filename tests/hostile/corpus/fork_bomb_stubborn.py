"""
verdict = ["TLE", "RTE", "PE"]
points_at_most = 4
wall_s = 25
exploits = "Forks for ever and tries again wherever it is refused, each fork in a session of its own."
stops = "The number of processes is capped, and the supervisor kills everything else in its namespace."
"""

import os


def double(x):
    while True:
        try:
            if os.fork() == 0:
                os.setsid()
        except OSError:
            pass
