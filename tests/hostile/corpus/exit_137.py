"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Ends with the status of a process that was out of memory."
stops = "MLE is proven by the kernel's counter, not by a status."
"""

import os


def double(x):
    os._exit(137)
