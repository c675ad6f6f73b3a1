"""
verdict = ["RTE", "TLE"]
points_at_most = 4
wall_s = 15
exploits = "Becomes another program, and that one again, so that nothing of the worker is left."
stops = "The filter of system calls refuses a child to execute programs."
"""

import os
import sys


def double(x):
    os.execv(sys.executable, [sys.executable, "-c", "import os, sys; os.execv(sys.executable, sys.orig_argv)"])
