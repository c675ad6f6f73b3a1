"""
verdict = ["AC"]
points_at_most = 7
wall_s = 20
exploits = "Gives the supervisor the lowest priority and one processor, then burns time beside it."
stops = "The supervisor only relays; its child is killed at the limit all the same."
"""

import os


def double(x):
    for call in (
        lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
        lambda: os.sched_setaffinity(os.getppid(), {0}),
    ):
        try:
            call()
        except OSError:
            pass
    return 2 * x
