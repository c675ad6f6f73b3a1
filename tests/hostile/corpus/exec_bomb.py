"""
verdict = ["RTE", "TLE"]
points_at_most = 4
wall_s = 15
exploits = "Becomes another program, and that one again, so that nothing of the worker is left."
stops = "The filter of system calls refuses to execute programs; in Docker, whose own start needs it, the limits and the clock hold for whatever it becomes."
"""

import os
import sys


def double(x):
    os.execv(sys.executable, [sys.executable, "-c", "import os, sys; os.execv(sys.executable, sys.orig_argv)"])
