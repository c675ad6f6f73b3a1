"""
verdict = "RTE"
points_at_most = 4
wall_s = 8
exploits = "Becomes another program, and that one again, so that nothing of the worker is left."
stops = "The filter of system calls refuses to execute programs."
"""

import os
import sys


def double(x):
    os.execv(sys.executable, [sys.executable, "-c", "import os, sys; os.execv(sys.executable, sys.orig_argv)"])
