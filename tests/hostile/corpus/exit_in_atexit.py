"""
verdict = ["RTE"]
points_at_most = 4
wall_s = 15
exploits = "Rewrites the outcome in handlers that run when the interpreter ends."
stops = "The outcome is in the judge; the child has nothing to rewrite, and is killed."
"""

import atexit
import os
import sys


def double(x):
    atexit.register(os._exit, 0)
    raise SystemExit
