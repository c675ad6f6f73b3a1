"""
verdict = ["AC", "RTE"]
points_at_most = 7
wall_s = 15
exploits = "Makes system calls by the numbers of another ABI, which a careless filter does not know."
stops = "The filter refuses what is not of this machine's own ABI."
"""

import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    if libc.syscall(0x40000000 + 39) > 0 or libc.syscall(0x40000000 + 41, 1, 1, 0) >= 0:
        return "x32"
    return 2 * x
