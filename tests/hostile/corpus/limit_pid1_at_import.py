"""
verdict = "AC"
points_at_most = 7
wall_s = 30
exploits = "Lowers the supervisor's own limits while it is loaded, to make the grader call it its own fault."
stops = "The filter of system calls lets a process change its own limits and processors only, and no priority."
"""

import os
import resource

for which in (resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_CPU):
    try:
        resource.prlimit(os.getppid(), which, (0, 0))
    except (OSError, ValueError):
        pass
