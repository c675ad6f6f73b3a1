"""
verdict = ["RTE"]
points_at_most = 4
wall_s = 20
exploits = "Kills its process group, in which a careless grader would be."
stops = "Each child is the leader of a session of its own."
"""

import os
import signal


def double(x):
    os.killpg(0, signal.SIGKILL)
