"""
verdict = ["AC", "RTE", "CE"]
points_at_most = 7
wall_s = 30
exploits = "Lowers the supervisor's own limits while it is loaded, to make the grader call it its own fault."
stops = "A sandbox that ends twice in a row under a submission was ended by the submission."
"""

import os
import resource

for which in (resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_CPU):
    try:
        resource.prlimit(os.getppid(), which, (0, 0))
    except (OSError, ValueError):
        pass
