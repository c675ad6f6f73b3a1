"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Keeps memory in a file that has no name."
stops = "The filter of system calls refuses memfd_create."
"""

import os


def double(x):
    os.write(os.memfd_create("hoard"), bytes(100 << 20))
    return 2 * x
