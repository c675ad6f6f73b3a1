"""
verdict = ["RTE", "PE", "WA", "TLE"]
points_at_most = 4
wall_s = 15
exploits = "Installs an audit hook that forbids the worker everything, for ever."
stops = "The hook dies with the child."
"""

import sys


def hook(*_):
    raise SystemExit(0)


def double(x):
    sys.addaudithook(hook)
    import os

    open("anything")
    return 2 * x
