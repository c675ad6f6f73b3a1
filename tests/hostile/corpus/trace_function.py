"""
verdict = ["AC", "RTE"]
points_at_most = 7
wall_s = 15
exploits = "Traces and profiles the worker's own functions, to see or change what they hold."
stops = "They hold the inputs that the submission gets anyway, and no expected value."
"""

import sys
import threading


def trace(frame, event, arg):
    if "expected" in frame.f_locals or "points" in frame.f_locals:
        raise RuntimeError("found something")
    return trace


def double(x):
    sys.settrace(trace)
    sys.setprofile(trace)
    threading.settrace(trace)
    return 2 * x
