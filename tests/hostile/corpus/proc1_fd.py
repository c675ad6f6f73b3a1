"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Takes the supervisor's standard output from /proc, to answer in its name."
stops = "The supervisor is not dumpable: its descriptors cannot be opened or copied."
"""

import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    for pid in {1, os.getppid()}:
        for number in range(10):
            try:
                os.open(f"/proc/{pid}/fd/{number}", os.O_WRONLY)
                return "a descriptor"
            except OSError:
                pass
        copied = libc.syscall(438, libc.syscall(434, pid, 0), 1, 0)
        if copied >= 0:
            return "a descriptor"
    return 2 * x
