"""
verdict = ["AC"]
points_at_most = 7
wall_s = 20
exploits = "Gives the supervisor the lowest priority and one processor, then burns time beside it."
stops = "The filter of system calls lets a process change its own limits and processors only, and no priority."
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
