"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Mounts a file system, changes the root, or unmounts what covers the machine's files."
stops = "No capability is left, and the filter of system calls refuses mounts."
"""

import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    os.makedirs("here", exist_ok=True)
    if (
        libc.mount(b"tmpfs", b"here", b"tmpfs", 0, None) == 0
        or libc.umount2(b"/proc", 2) == 0
        or libc.chroot(b"here") == 0
    ):
        return "mounted"
    return 2 * x
