"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Reads shared files from the disk itself, past the page cache, and keeps pages of them in memory by locks."
stops = "The filter of system calls refuses O_DIRECT wherever it may be given; the limit of locked memory is nothing."
"""

import ctypes
import fcntl
import mmap
import os


def opened(direct):
    descriptor = os.open(os.__file__, os.O_RDONLY | (0 if direct == "later" else os.O_DIRECT))
    if direct == "later":
        fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_DIRECT)
    return descriptor


def double(x):
    for direct in ("now", "later"):
        try:
            opened(direct)
        except OSError:
            continue
        return f"past the cache, {direct}"
    with open(os.__file__, "rb") as file:
        try:
            mmap.mmap(file.fileno(), 0, flags=mmap.MAP_SHARED | 0x2000, prot=mmap.PROT_READ)
            return "mapped and locked"
        except OSError:
            pass
        mapped = mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE)
        address = ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(mapped)))
        libc = ctypes.CDLL(None)
        if libc.mlock(address, 4096) == 0 or libc.mlock2(address, 4096, 1) == 0 or libc.mlockall(3) == 0:
            return "locked"
    return 2 * x
