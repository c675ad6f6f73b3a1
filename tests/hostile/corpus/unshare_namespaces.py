"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Makes namespaces of its own, in which it would be root."
stops = "The filter of system calls refuses unshare, setns and clone with namespaces."
"""

import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    for flag in (0x10000000, 0x00020000, 0x20000000, 0x40000000):
        if libc.unshare(flag) == 0 or libc.setns(0, flag) == 0:
            return "unshared"
    return 2 * x
