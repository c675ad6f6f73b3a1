"""
verdict = ["RTE", "AC"]
points_at_most = 7
wall_s = 15
exploits = "Ends the process from a thread, just after its answer."
stops = "What was not answered is not passed."
"""

import os
import threading


def double(x):
    threading.Timer(0.0, os._exit, (0,)).start()
    return 2 * x
